import { sha256Hex } from '../crypto/hash.ts';
import { macAlgorithmOf } from '../crypto/mac.ts';
import { quotedName } from '../shown-name.ts';
import { longest } from '../tables/api-model.ts';
import { isKeySpec, type KeySpec } from '../tables/key-specs.ts';
import { partitions, type Partition } from '../tables/partitions.ts';
import {
  isWrappingAlgorithm,
  isWrappingKeySpec,
  type WrappingAlgorithm,
  type WrappingKeySpec,
} from '../tables/wrapping.ts';
import { tool } from '../version.ts';
import { malformed, own, ownText, readJson } from './json.ts';
import { parseKeyName } from './key-name.ts';
import { isDate } from './validity.ts';

export const manifestSchema = 'kms-keywrap/bundle/1';
export const manifestName = 'manifest.json';

/** Files of a bundle that the manifest vouches for. */
export const bundleFiles = {
  encryptedKeyMaterial: 'EncryptedKeyMaterial.bin',
  importToken: 'ImportToken.bin',
  wrappingPublicKey: 'WrappingPublicKey.bin',
  importScript: 'import.sh',
} as const;

export type BundleFile = (typeof bundleFiles)[keyof typeof bundleFiles];
export const bundleFileNames = Object.values(bundleFiles);

export interface FileEntry {
  readonly bytes: number;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
}

/** `manifest.json`: what a bundle is for, and what its files must be. */
export interface Manifest {
  readonly schema: typeof manifestSchema;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly partition: Partition;
  readonly keySpec: KeySpec;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
  /** ARN or id of the KMS key, where the parameters said it. */
  readonly keyId?: string;
  /** ISO 8601, UTC; after it KMS refuses the bundle. */
  readonly parametersValidTo?: string;
  readonly files: Readonly<Record<BundleFile, FileEntry>>;
  /** SHA-256 of the wrapping key's SubjectPublicKeyInfo. */
  readonly wrappingPublicKeySha256: string;
  /** SHA-256 of the SubjectPublicKeyInfo that GetPublicKey must return after the import; asymmetric key material only. */
  readonly publicKeySha256?: string;
  /** What GenerateMac must return after the import; HMAC key material only. */
  readonly expectedMac?: ManifestMac;
}

export interface ManifestMac {
  /** `HMAC_SHA_256`. */
  readonly macAlgorithm: string;
  /** Base64 of 1 to 4096 bytes. */
  readonly message: string;
  /** Lower-case hex digits, untruncated. */
  readonly mac: string;
}

export type ManifestFacts = Omit<Manifest, 'schema' | 'tool' | 'created' | 'files'>;

export function buildManifest(
  facts: ManifestFacts,
  files: Readonly<Record<BundleFile, Buffer>>,
  now: number,
): Manifest {
  const entries = Object.entries(files).map(([name, bytes]) => [
    name,
    { bytes: bytes.length, sha256: sha256Hex(bytes) },
  ]);
  return {
    schema: manifestSchema,
    tool,
    created: new Date(now).toISOString(),
    ...facts,
    files: Object.fromEntries(entries) as Manifest['files'],
  };
}

const digestForm = /^[0-9a-f]{64}$/;
const isMoment = (value: unknown) => typeof value === 'string' && value.endsWith('Z') && isDate(value);
const named = {
  what: manifestName,
  hint: 'it is written by kms-keywrap wrap --bundle; nothing in it is meant to be edited',
};

/** The names that a manifest has, and a test for each value. */
const fields: Readonly<
  Record<string, { readonly optional?: true; readonly fits: (value: unknown) => boolean }>
> = {
  schema: { fits: (value) => value === manifestSchema },
  tool: { fits: (value) => ownText(value, 'name') !== undefined && ownText(value, 'version') !== undefined },
  created: { fits: isMoment },
  partition: { fits: (value) => partitions.some((name) => name === value) },
  keySpec: { fits: (value) => typeof value === 'string' && isKeySpec(value) },
  wrappingAlgorithm: { fits: (value) => typeof value === 'string' && isWrappingAlgorithm(value) },
  wrappingKeySpec: { fits: (value) => typeof value === 'string' && isWrappingKeySpec(value) },
  keyId: { optional: true, fits: (value) => typeof value === 'string' && parseKeyName(value) !== undefined },
  parametersValidTo: { optional: true, fits: isMoment },
  files: {
    fits: (value) =>
      bundleFileNames.every((name) => fitsFile(own(value, name))) && hasOnly(value, bundleFileNames),
  },
  wrappingPublicKeySha256: { fits: (value) => typeof value === 'string' && digestForm.test(value) },
  publicKeySha256: { optional: true, fits: (value) => typeof value === 'string' && digestForm.test(value) },
  expectedMac: { optional: true, fits: fitsMac },
};

function hasOnly(value: unknown, names: readonly string[]): boolean {
  return (
    typeof value === 'object' && value !== null && Object.keys(value).every((name) => names.includes(name))
  );
}

/** The MAC of an algorithm has as many hex digits as its name has bits by four. */
function fitsMac(value: unknown): boolean {
  const bits = /^HMAC_SHA_(224|256|384|512)$/.exec(ownText(value, 'macAlgorithm') ?? '')?.[1];
  const message = ownText(value, 'message') ?? '';
  const mac = ownText(value, 'mac') ?? '';
  const bytes = Buffer.from(message, 'base64');
  return (
    hasOnly(value, ['macAlgorithm', 'message', 'mac']) &&
    bytes.toString('base64') === message &&
    bytes.length >= 1 &&
    bytes.length <= longest.macMessage &&
    /^[0-9a-f]+$/.test(mac) &&
    mac.length === Number(bits) / 4
  );
}

function fitsFile(value: unknown): boolean {
  const bytes = own(value, 'bytes');
  return (
    hasOnly(value, ['bytes', 'sha256']) &&
    Number.isSafeInteger(bytes) &&
    (bytes as number) >= 0 &&
    digestForm.test(ownText(value, 'sha256') ?? '')
  );
}

/**
 * Reads a manifest; closed: a field that it does not have is refused, and files have the four fixed names, so that no
 * path of it leads anywhere.
 * @throws KmsKeywrapError `ERR_PARAMETERS`
 */
export function readManifest(bytes: Buffer): Manifest {
  const document = readJson(bytes, named);
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw malformed(named, 'is not a JSON object');
  const unknown = Object.keys(document).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) throw malformed(named, `has an unknown field ${quotedName(unknown)}`);
  for (const [name, { optional, fits }] of Object.entries(fields)) {
    const value = own(document, name);
    if (value === undefined ? optional !== true : !fits(value))
      throw malformed(named, value === undefined ? `has no ${name}` : `has a ${name} of another form`);
  }
  const manifest = document as Manifest;
  const { partition = manifest.partition } = parseKeyName(manifest.keyId ?? '') ?? {};
  if (partition !== manifest.partition)
    throw malformed(named, `says partition ${manifest.partition}, and names a KMS key of ${partition}`);
  const algorithm = macAlgorithmOf(manifest.keySpec)?.name;
  if (manifest.expectedMac !== undefined && manifest.expectedMac.macAlgorithm !== algorithm)
    throw malformed(named, `has an expectedMac that is not of key spec ${manifest.keySpec}`);
  return manifest;
}
