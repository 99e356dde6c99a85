import { KmsKeywrapError } from '../../errors.ts';
import type { DeviceRow } from '../../tables/devices/index.ts';
import type { DeviceAlgorithm, Limit } from '../../tables/devices/device.ts';
import type { KeySpecRow } from '../../tables/key-specs.ts';
import { namesOf } from '../../tables/named.ts';
import type { WrappingAlgorithmRow } from '../../tables/wrapping.ts';
import { documentedNames as names } from '../model.ts';
import { retiredError } from '../wrapping.ts';
import { pkcs11Lines } from './pkcs11.ts';

export interface DeviceRequest {
  readonly device: DeviceRow;
  readonly algorithm: WrappingAlgorithmRow;
  readonly keySpec?: KeySpecRow | undefined;
}

/** The wrapping algorithms that a device exports under. */
export const deviceAlgorithms = ({ exports }: DeviceRow): readonly DeviceAlgorithm[] =>
  namesOf(exports).filter((name) => exports[name].by !== 'none');

/** What a device does with keys of one spec and not with all. */
export function limitsOf({ device, algorithm, keySpec }: DeviceRequest): readonly Limit[] {
  return device.limits.filter(
    ({ keySpecs, algorithms }) =>
      keySpec !== undefined &&
      keySpecs.includes(keySpec.name) &&
      algorithms.some((name) => name === algorithm.name),
  );
}

function refused({ title, exports }: DeviceRow, what: string, reason: string): KmsKeywrapError {
  const others = namesOf(exports).filter((name) => exports[name].by !== 'none');
  return new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', `${title} does not export ${what}: ${reason}`, {
    hint: `The device exports under: ${others.join(', ')}.`,
  });
}

function commandLines({ device, algorithm, keySpec }: DeviceRequest): readonly string[] {
  const { name } = algorithm;
  if (name === 'RSAES_PKCS1_V1_5') throw retiredError(algorithm);
  const way = device.exports[name];
  if (way.by === 'none') throw refused(device, `under ${name}`, way.reason);
  if (way.by === 'pkcs11') {
    if (!('hash' in algorithm)) throw refused(device, `under ${name}`, 'PKCS#11 has no mechanism for it');
    return pkcs11Lines({ device, algorithm, keySpec, keyWrap: way.keyWrap });
  }
  const kind = keySpec?.kind;
  const word =
    kind === 'symmetric' || kind === 'hmac' || kind === 'rsa' || kind === 'ec'
      ? device.kinds?.[kind]
      : undefined;
  return way.lines.map((line) => line.replaceAll('{kind}', word ?? 'KIND'));
}

/** Where the commands are from, as comments. */
function evidenceLines({ evidence, sources }: DeviceRow): string[] {
  if (evidence.kind === 'run') return [`# Run with version ${evidence.version}.`];
  return ['# From documents, not run:', ...sources.map(({ title, url }) => `#   ${title}: ${url}`)];
}

/**
 * Shell text that exports a key from a device, wrapped under `WrappingPublicKey.bin` into `EncryptedKeyMaterial.bin`.
 * Throws ERR_UNSUPPORTED_COMBINATION for what the device does not do.
 */
export function deviceScript(request: DeviceRequest): string {
  const { device, algorithm, keySpec } = request;
  const refusal = limitsOf(request).find(({ effect }) => effect === 'refused');
  if (refusal !== undefined)
    throw refused(device, `${keySpec?.name ?? ''} keys under ${algorithm.name}`, refusal.reason);
  const commands = commandLines(request);
  const audit = `kms-keywrap audit ${names.wrapped} --public-key ${names.publicKey} --wrapping-algorithm ${algorithm.name} --key-spec ${keySpec?.name ?? 'KEY_SPEC'}`;
  return [
    `# ${device.title}: exports a key under ${algorithm.name} into ${names.wrapped}.`,
    ...evidenceLines(device),
    ...device.watch.map((sentence) => `# Watch: ${sentence.replaceAll('`', '')}`),
    '# Save this as export.sh beside WrappingPublicKey.bin, and run: sh export.sh',
    'set -eu',
    ...commands,
    `# Afterwards: ${audit}`,
    '# Rehearse with a test wrapping key first: with --private-key in place of --public-key the audit sees everything.',
    '',
  ].join('\n');
}
