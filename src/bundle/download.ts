import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { KmsKeywrapError } from '../errors.ts';
import { readInput } from '../run/files/input.ts';
import { isWrappingAlgorithm } from '../tables/wrapping.ts';
import { filesOfFolder, filesOfZip, isZip, type ArchiveFile } from './archive.ts';
import { parseKeyName, type KeyName } from './key-name.ts';
import {
  checkParts,
  fromBase64,
  parametersFromJson,
  type ImportParameters,
  type Parts,
} from './parameters.ts';
import { readValidTo } from './validity.ts';

/*
 * The console's download: WrappingPublicKey.bin, ImportToken.bin and README.txt; formerly wrappingKey_<key id>…,
 * importToken_<key id>… and README_<key id>….txt. AWS's tutorials for the AWS CLI write PublicKey.bin and ImportToken.bin, beside
 * them .b64 files; others spell the same words with hyphens and underscores.
 */
const ending = String.raw`(?:[-_].+)?(?:\.(?:bin|der|pem|b64|base64|txt))?$`;
const roles = {
  publicKey: new RegExp(
    `^(?:(?:aws|kms)[-_ ]?)*(?:wrapping[-_ ]?(?:public[-_ ]?)?key|(?:public|pub)[-_ ]?key)${ending}`,
    'i',
  ),
  importToken: new RegExp(`^(?:(?:aws|kms)[-_ ]?)*(?:import[-_ ]?)?token${ending}`, 'i'),
  readme: /^README(?:_.+)?\.txt$/i,
} as const;

type Role = keyof typeof roles;

const words: Readonly<Record<Role, string>> = {
  publicKey: 'wrapping public key (WrappingPublicKey.bin or PublicKey.bin)',
  importToken: 'import token (ImportToken.bin)',
  readme: 'README.txt',
};

const idInName = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|mrk-[0-9a-f]{32}/;

const refuse = (why: string) =>
  new KmsKeywrapError('ERR_PARAMETERS', why, {
    hint: 'give the zip that the console downloaded, a folder with the two files, the JSON of get-parameters-for-import, or the files themselves with --public-key and --import-token',
  });

/** A file of a role, base64 text decoded. */
interface Found {
  readonly name: string;
  readonly bytes: Buffer;
  readonly decoded: boolean;
}

/** The one file of a role: several are one where they hold the same, as `PublicKey.b64` and `PublicKey.bin` do. */
function pick(files: readonly ArchiveFile[], role: Role, where: string): Found | undefined {
  const found = files
    .filter((file) => roles[role].test(file.name))
    .map((file) => ({ name: file.name, ...fromBase64(file.bytes) }));
  const first = found.find(({ decoded }) => !decoded) ?? found[0];
  if (found.some(({ bytes }) => !bytes.equals(first!.bytes)))
    throw refuse(
      `${where} contains the files of more than one download: ${found.map((file) => file.name).join(', ')}`,
    );
  return first;
}

interface Readme {
  readonly keys: readonly string[];
  readonly algorithms: readonly string[];
  readonly dates: readonly string[];
}

/** The README's wording is not documented: only what has an unmistakable form is taken from it. */
function readReadme(file: { readonly bytes: Buffer } | undefined): Readme {
  const text = (file?.bytes ?? Buffer.alloc(0)).toString('latin1').slice(0, 16_384);
  const all = (form: RegExp) => [...new Set(text.match(form) ?? [])];
  return {
    keys: all(/arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-zA-Z-]+/g),
    algorithms: all(/\b(?:RSAES|RSA_AES|SM2PKE)[A-Z0-9_]*\b/g).filter(isWrappingAlgorithm),
    dates: all(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})/g),
  };
}

/** The key that all names agree on. @throws `ERR_PARAMETERS` when they do not */
function keyOf(names: readonly string[], readme: Readme, where: string): KeyName | undefined {
  const ids = names.flatMap((name) => idInName.exec(name)?.[0] ?? []);
  const keys = [...readme.keys, ...ids].flatMap((name) => parseKeyName(name) ?? []);
  const distinct = [...new Set(keys.map((key) => key.id))];
  if (distinct.length > 1)
    throw refuse(`${where} mixes the downloads of two KMS keys: ${distinct.join(', ')}`);
  return keys[0];
}

interface Parted {
  readonly publicKey: Found | undefined;
  readonly importToken: Found | undefined;
  readonly readme?: Found | undefined;
}

/** @param names of files and folders, which may carry the id of the KMS key */
function fromParts(found: Parted, names: readonly string[], where: string, now: number): ImportParameters {
  const { publicKey, importToken } = found;
  if (publicKey === undefined) throw refuse(`${where} contains no ${words.publicKey}`);
  if (importToken === undefined) throw refuse(`${where} contains no ${words.importToken}`);
  const readme = readReadme(found.readme);
  const key = keyOf(names, readme, where);
  const [algorithm, second] = readme.algorithms;
  const [date, otherDate] = readme.dates;
  const parts: Parts = {
    publicKey: publicKey.bytes,
    importToken: importToken.bytes,
    ...(key === undefined ? {} : { key }),
    ...(algorithm === undefined || second !== undefined || !isWrappingAlgorithm(algorithm)
      ? {}
      : { wrappingAlgorithm: algorithm }),
    ...(date === undefined || otherDate !== undefined
      ? {}
      : { validTo: readValidTo(date, { what: 'README.txt' }) }),
    warnings: [publicKey, importToken].flatMap(({ name, decoded }) =>
      decoded ? [`${name} is base64 text and was decoded`] : [],
    ),
  };
  return checkParts(parts, now);
}

function fromFiles(files: readonly ArchiveFile[], path: string, where: string, now: number) {
  const [publicKey, importToken, readme] = (['publicKey', 'importToken', 'readme'] as const).map((role) =>
    pick(files, role, where),
  );
  const names = [path, ...[publicKey, importToken, readme].flatMap((file) => file?.name ?? [])];
  return fromParts(
    { publicKey, importToken, readme },
    names.map((name) => basename(name)),
    where,
    now,
  );
}

/** The two files that a download consists of, each named by the user. @throws as {@link readParameters} */
export function parametersFromPair(
  publicKey: ArchiveFile,
  importToken: ArchiveFile,
  now: number,
): ImportParameters {
  const named = [publicKey, importToken].map(({ name, bytes }) => ({
    name: basename(name),
    ...fromBase64(bytes),
  }));
  const names = named.map(({ name }) => name);
  return fromParts({ publicKey: named[0], importToken: named[1] }, names, names.join(' and '), now);
}

/**
 * Reads import parameters as they come: JSON of the AWS CLI, the console's zip, its unpacked folder, or the
 * folder in which a tutorial's commands were run.
 * @param path a file, a folder, or `-`
 * @param now milliseconds since 1970
 * @throws KmsKeywrapError `ERR_PARAMETERS`, `ERR_PUBLIC_KEY`, `ERR_INPUT_UNREADABLE`, `ERR_INPUT_TOO_LARGE`
 */
export async function readParameters(
  path: string,
  now: number,
  signal?: AbortSignal,
): Promise<ImportParameters> {
  const found = path === '-' ? undefined : await stat(path).catch(() => undefined);
  const wanted = (name: string) => Object.values(roles).some((role) => role.test(name));
  if (found?.isDirectory() === true)
    return fromFiles(await filesOfFolder(path, wanted), path, 'the parameters folder', now);
  const bytes = await readInput(path, { what: 'the import parameters', limit: 1024 * 1024, signal });
  return isZip(bytes)
    ? fromFiles(await filesOfZip(bytes, wanted), path, 'the parameters archive', now)
    : parametersFromJson(bytes, now);
}
