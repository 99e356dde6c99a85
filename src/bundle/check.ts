import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { auditBlob } from '../audit/blob/audit.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { readPublicKey } from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import { errnoOf } from '../run/files/errno.ts';
import { readError } from '../run/files/file-error.ts';
import { readInput } from '../run/files/input.ts';
import { checkAfter, type Answer } from './after.ts';
import { importScript } from './import-script.ts';
import {
  bundleFileNames,
  bundleFiles,
  manifestName,
  readManifest,
  type BundleFile,
  type Manifest,
} from './manifest.ts';
import { checkParts } from './parameters.ts';
import { span } from './validity.ts';

/** One thing that was looked at. */
export interface BundleCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly fix?: string;
}

export interface BundleReport {
  readonly manifest: Manifest;
  /** Whether it was looked at with what KMS answered after the import. */
  readonly stage: 'before' | 'after';
  readonly checks: readonly BundleCheck[];
  /** Files of the folder that are not part of the bundle. */
  readonly foreign: readonly string[];
  readonly ok: boolean;
}

const again =
  'make the bundle anew with kms-keywrap wrap --bundle, from one answer of get-parameters-for-import';

const check = (name: string, ok: boolean, message: string, fix = again): BundleCheck => ({
  name,
  ok,
  message,
  ...(ok ? {} : { fix }),
});

/** No file of a bundle is near the limit, in bytes. */
const ofBundle = { limit: 256 * 1024, regularOnly: true } as const;

/** What stands under a file's name: its bytes, or why it is not read. */
type Held = Buffer | 'missing' | 'a symbolic link' | 'not a regular file';

function checkFile(manifest: Manifest, name: BundleFile, held: Held): BundleCheck {
  if (held === 'missing') return check(name, false, `${name} is missing`);
  if (!Buffer.isBuffer(held))
    return check(name, false, `${name} is ${held}: a bundle holds its files itself`);
  const entry = manifest.files[name];
  const found = sha256Hex(held);
  if (found === entry.sha256)
    return held.length === entry.bytes
      ? check(name, true, `${name} is the file of the manifest`)
      : check(name, false, `${name} has ${held.length} bytes, the manifest says ${entry.bytes}`);
  const owner = bundleFileNames.find((other) => manifest.files[other].sha256 === found);
  return check(
    name,
    false,
    `${name} is ${owner === undefined ? 'another file than the manifest has, changed or of another bundle' : `a copy of ${owner}`}: SHA-256 ${found}, expected ${entry.sha256}`,
  );
}

/** The wrapping key must be what the manifest says beside its bytes. */
function checkWrappingKey(manifest: Manifest, bytes: Buffer): BundleCheck {
  const name = 'wrapping key';
  try {
    const { wrappingKeySpec } = readPublicKey(bytes);
    if (wrappingKeySpec !== manifest.wrappingKeySpec)
      return check(
        name,
        false,
        `the wrapping key is ${wrappingKeySpec ?? 'of no size that KMS has'}, the manifest says ${manifest.wrappingKeySpec}`,
      );
  } catch {
    return check(name, false, `${bundleFiles.wrappingPublicKey} is not a public key`);
  }
  const found = sha256Hex(bytes);
  return check(
    name,
    found === manifest.wrappingPublicKeySha256,
    found === manifest.wrappingPublicKeySha256
      ? `the wrapping key is the ${manifest.wrappingKeySpec} key of the manifest`
      : `the wrapping key has the fingerprint ${found}, the manifest says ${manifest.wrappingPublicKeySha256}`,
  );
}

/** Token and key as GetParametersForImport would hand them out. */
function checkPair(importToken: Buffer, publicKey: Buffer): BundleCheck {
  try {
    checkParts({ importToken, publicKey }, 0);
    return check('token and key', true, 'import token and wrapping key have the form that KMS gives');
  } catch (error) {
    if (!(error instanceof KmsKeywrapError)) throw error;
    return check('token and key', false, error.message.replace('the parameters file', 'the bundle'));
  }
}

function checkExpiry(manifest: Manifest, now: number): BundleCheck {
  const { parametersValidTo } = manifest;
  if (parametersValidTo === undefined)
    return check('validity', true, 'the bundle does not know when it expires: KMS gives 24 hours');
  const left = Date.parse(parametersValidTo) - now;
  return left > 0
    ? check(
        'validity',
        true,
        `the import token is valid for another ${span(left)}, until ${parametersValidTo}`,
      )
    : check(
        'validity',
        false,
        `the import token expired at ${parametersValidTo}, ${span(left)} ago`,
        'call get-parameters-for-import again and make a new bundle',
      );
}

/** What can be seen of the blob without the private key. */
function checkBlob(manifest: Manifest, blob: Buffer, publicKey: Buffer): BundleCheck[] {
  const { partition, keySpec, wrappingAlgorithm } = manifest;
  const key = readPublicKey(publicKey);
  if (key.kind === 'other') return [];
  const path = bundleFiles.encryptedKeyMaterial;
  const { findings } = auditBlob({
    id: path,
    path,
    blob,
    publicKey: key,
    partition,
    keySpec,
    wrappingAlgorithm,
  }).result;
  const error = findings.find((finding) => finding.severity === 'error');
  return error === undefined
    ? [check('blob', true, 'nothing is wrong with the blob as far as it shows without the private key')]
    : [check('blob', false, `${error.message} [${error.id}]`, error.fix)];
}

/** The script must be the one that these facts and files give: it is run with a user's credentials. */
function checkScript(manifest: Manifest, bytes: Buffer): BundleCheck {
  const { schema: _schema, tool, created: _created, files, ...facts } = manifest;
  const same = importScript(facts, files) === bytes.toString();
  return same
    ? check('script', true, 'import.sh is the script that this version writes for this bundle')
    : check(
        'script',
        false,
        `import.sh is not the script that this version writes for this bundle (made by version ${tool.version})`,
      );
}

async function hold(folder: string, name: BundleFile): Promise<Held> {
  const path = join(folder, name);
  const there = await lstat(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw readError(path, 'the bundle file', error);
  });
  if (there === undefined) return 'missing';
  if (there.isSymbolicLink()) return 'a symbolic link';
  if (!there.isFile()) return 'not a regular file';
  return await readInput(path, { what: 'the bundle file', ...ofBundle });
}

/**
 * Checks a bundle without the private key and without any network.
 * @param now milliseconds since 1970
 * @param answers what KMS answered after the import; without any, the bundle is looked at before it
 * @throws KmsKeywrapError `ERR_INPUT_UNREADABLE` without a manifest, `ERR_PARAMETERS` for a malformed one
 */
export async function checkBundle(
  folder: string,
  now: number,
  answers: readonly Answer[] = [],
): Promise<BundleReport> {
  const path = join(folder, manifestName);
  const manifest = readManifest(await readInput(path, { ...ofBundle, what: 'the bundle manifest' }));
  const held = new Map<BundleFile, Held>();
  for (const name of bundleFileNames) held.set(name, await hold(folder, name));
  const bytesOf = (name: BundleFile) => {
    const bytes = held.get(name);
    return Buffer.isBuffer(bytes) ? bytes : undefined;
  };
  const names = await readdir(folder).catch((error: unknown) => {
    throw readError(folder, 'the bundle', error);
  });
  const token = bytesOf(bundleFiles.importToken);
  const publicKey = bytesOf(bundleFiles.wrappingPublicKey);
  const blob = bytesOf(bundleFiles.encryptedKeyMaterial);
  const scriptBytes = bytesOf(bundleFiles.importScript);
  const wrappingKey = publicKey === undefined ? [] : [checkWrappingKey(manifest, publicKey)];
  const checks = [
    ...Array.from(held, ([name, what]) => checkFile(manifest, name, what)),
    ...wrappingKey,
    ...(token === undefined || publicKey === undefined ? [] : [checkPair(token, publicKey)]),
    ...(blob !== undefined && publicKey !== undefined && wrappingKey.every((one) => one.ok)
      ? checkBlob(manifest, blob, publicKey)
      : []),
    ...(scriptBytes === undefined ? [] : [checkScript(manifest, scriptBytes)]),
    // Once the import is done the token's validity is of no account.
    ...(answers.length === 0 ? [checkExpiry(manifest, now)] : checkAfter(manifest, answers)),
  ];
  return {
    manifest,
    stage: answers.length === 0 ? 'before' : 'after',
    checks,
    foreign: names.filter(
      (name) => name !== manifestName && !(bundleFileNames as readonly string[]).includes(name),
    ),
    ok: checks.every((one) => one.ok),
  };
}
