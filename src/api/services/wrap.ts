import type { Finding } from '../../audit/finding.ts';
import { unwrapBlob } from '../../crypto/unwrap.ts';
import { wrapMaterial } from '../../crypto/wrap.ts';
import { readPrivateKey, readPublicKey, type WrappingPublicKey } from '../../crypto/wrapping-key.ts';
import { fromPem } from '../../crypto/strict-pem.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { writeEnvelope } from '../../formats/envelopes/index.ts';
import { documentedNames as names } from '../../recipe/model.ts';
import { wrappingRecipe } from '../../recipe/wrapping.ts';
import type { Material, ServiceRow, Wrapping } from '../../tables/services/types.ts';
import { tool } from '../../version.ts';
import { checkBlob } from '../check-blob.ts';
import { stopIfAborted, type Engine, type OpensslOptions } from '../engine.ts';
import { deliveredKey, type DeliveredKey } from './delivered-key.ts';
import {
  checkServiceCombination,
  checkServiceMaterial,
  inferMaterial,
  serviceWrappingKey,
} from './preflight.ts';

export interface ServiceWrapInput extends OpensslOptions {
  readonly row: ServiceRow;
  readonly keyMaterial: Buffer;
  /** The wrapping key in any form in which the service delivers it. */
  readonly publicKey: Buffer;
  readonly wrapping: Wrapping;
  /** Default: the first that the key material can be. */
  readonly material?: Material | undefined;
  readonly engine: Engine;
  /** Identifier of the wrapping key, for an envelope that names it. Default: what stands beside the public key. */
  readonly keyId?: string | undefined;
  /** A test key's private half: the blob is opened with it before it is given away. */
  readonly testPrivateKey?: Buffer | undefined;
}

export interface ServiceWrapped {
  /** What is uploaded: the blob in its envelope. */
  readonly upload: Buffer;
  readonly blob: Buffer;
  readonly material: Material;
  readonly wrappingKeySpec: string;
  readonly delivery: DeliveredKey['delivery'];
  readonly warnings: readonly string[];
  readonly findings: readonly Finding[];
}

/** The public key of a test or of a service. @throws `ERR_PUBLIC_KEY` */
function publicKeyOf(bytes: Buffer): { key: WrappingPublicKey; der: Buffer; delivered: DeliveredKey } {
  const delivered = deliveredKey(bytes);
  const key = readPublicKey(delivered.bytes);
  if (key.kind === 'other')
    throw new KmsKeywrapError('ERR_PUBLIC_KEY', `expected an RSA key, found a key of type ${key.type}`);
  const der = fromPem(delivered.bytes, ['PUBLIC KEY', 'RSA PUBLIC KEY']) ?? delivered.bytes;
  return { key, der, delivered };
}

function keyIdOf({ row, keyId }: ServiceWrapInput, delivered: DeliveredKey): string | undefined {
  const found = keyId ?? delivered.keyId;
  if (row.envelope !== 'byok' || found !== undefined) return found;
  throw new KmsKeywrapError('ERR_USAGE', 'the identifier of the wrapping key is missing', {
    hint: 'name it with --key-id https://VAULT.vault.azure.net/keys/KEK/VERSION, or give the public key as the JWK that `az keyvault key show` prints',
  });
}

/**
 * Encrypts key material for a service, in its envelope, after linting it and checking that the service supports the combination. The blob
 * is checked before it is given away.
 * @throws KmsKeywrapError `ERR_PUBLIC_KEY`, `ERR_KEY_MATERIAL`, `ERR_UNSUPPORTED_COMBINATION`, `ERR_USAGE`, `ERR_OPENSSL_…`
 */
export async function wrapForService(input: ServiceWrapInput): Promise<ServiceWrapped> {
  stopIfAborted(input);
  const { row, wrapping, keyMaterial } = input;
  if (wrapping.outOfReach !== undefined)
    throw new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', wrapping.outOfReach);
  if (wrapping.use === 'release')
    throw new KmsKeywrapError(
      'ERR_UNSUPPORTED_COMBINATION',
      `${wrapping.name} is what ${row.title} gives out when a key is released; it imports ${row.defaultWrapping ?? 'another one'}`,
    );
  const { key, der, delivered } = publicKeyOf(input.publicKey);
  const wrappingKey = serviceWrappingKey(row, key);
  const material = input.material ?? inferMaterial(keyMaterial, row);
  const dispute = checkServiceCombination(row, material, wrapping, wrappingKey);
  const findings = checkServiceMaterial(keyMaterial, row, material);
  const keyId = keyIdOf(input, delivered);
  const blob =
    input.engine === 'node'
      ? wrapMaterial({ material: keyMaterial, publicKey: key, wrappingAlgorithm: wrapping.scheme })
      : await withOpenssl(input, key, der);
  if (input.testPrivateKey !== undefined) checkWithPrivateKey(blob, input, input.testPrivateKey);
  return {
    upload: writeEnvelope(row.envelope, blob, {
      keyId,
      algorithm: wrapping.name,
      generator: `${tool.name} ${tool.version}`,
    }),
    blob,
    material,
    wrappingKeySpec: wrappingKey.name,
    delivery: delivered.delivery,
    warnings: [
      ...(dispute === undefined ? [] : [dispute]),
      ...findings
        .filter(({ severity, id }) => severity !== 'notice' && id !== 'combination-disputed')
        .map(({ id, message }) => `${message} (${id})`),
    ],
    findings,
  };
}

async function withOpenssl(
  { wrapping, keyMaterial, ...options }: ServiceWrapInput,
  publicKey: WrappingPublicKey,
  der: Buffer,
): Promise<Buffer> {
  const { runOnce } = await import('../openssl-run.ts');
  const files = await runOnce(
    wrappingRecipe(wrapping.scheme),
    { [names.symmetricMaterial]: keyMaterial, [names.publicKey]: der },
    options,
  );
  const blob = files[names.wrapped] as Buffer;
  const aesKey = files[names.aesKey];
  try {
    checkBlob({ blob, material: keyMaterial, publicKey, wrappingAlgorithm: wrapping.scheme, aesKey });
    return blob;
  } finally {
    aesKey?.fill(0);
  }
}

function checkWithPrivateKey(blob: Buffer, { wrapping, keyMaterial }: ServiceWrapInput, bytes: Buffer): void {
  const privateKey = readPrivateKey(bytes);
  if (privateKey.kind === 'other')
    throw new KmsKeywrapError('ERR_PRIVATE_KEY', `found a key of type ${privateKey.type}`);
  const { material } = unwrapBlob({ blob, privateKey, wrappingAlgorithm: wrapping.scheme });
  const same = material.equals(keyMaterial);
  material.fill(0);
  if (!same)
    throw new KmsKeywrapError(
      'ERR_MISMATCH',
      'the blob opens with the private key, but to something else than the key material',
    );
}
