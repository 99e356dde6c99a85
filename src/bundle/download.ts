import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { KmsKeywrapError } from '../errors.ts';
import { readInput } from '../run/files/input.ts';
import { isWrappingAlgorithm } from '../tables/wrapping.ts';
import { filesOfFolder, filesOfZip, isZip, type ArchiveFile } from './archive.ts';
import { parseKeyName, type KeyName } from './key-name.ts';
import { checkParts, parametersFromJson, type ImportParameters, type Parts } from './parameters.ts';
import { readValidTo } from './validity.ts';

/*
 * The console's download: WrappingPublicKey.bin, ImportToken.bin and README.txt; formerly wrappingKey_<key id>…,
 * importToken_<key id>… and README_<key id>….txt.
 */
const roles = {
  publicKey: /^(?:WrappingPublicKey\.bin|wrappingKey_.+)$/i,
  importToken: /^ImportToken(?:\.bin|_.+)$/i,
  readme: /^README(?:_.+)?\.txt$/i,
} as const;

type Role = keyof typeof roles;

const idInName = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|mrk-[0-9a-f]{32}/;

const refuse = (why: string) =>
  new KmsKeywrapError('ERR_PARAMETERS', why, {
    hint: 'give the zip that the console downloaded, the folder it was unpacked to, or the JSON of get-parameters-for-import',
  });

/** The one file of a role. */
function pick(files: readonly ArchiveFile[], role: Role, where: string): ArchiveFile | undefined {
  const found = files.filter((file) => roles[role].test(file.name));
  if (found.length > 1)
    throw refuse(
      `${where} holds the files of more than one download: ${found.map((file) => file.name).join(', ')}`,
    );
  return found[0];
}

interface Readme {
  readonly keys: readonly string[];
  readonly algorithms: readonly string[];
  readonly dates: readonly string[];
}

/** The README's wording is not documented: only what has an unmistakable form is taken from it. */
function readReadme(file: ArchiveFile | undefined): Readme {
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

function fromFiles(
  files: readonly ArchiveFile[],
  path: string,
  where: string,
  now: number,
): ImportParameters {
  const publicKey = pick(files, 'publicKey', where);
  const importToken = pick(files, 'importToken', where);
  const readmeFile = pick(files, 'readme', where);
  if (publicKey === undefined) throw refuse(`${where} has no WrappingPublicKey.bin`);
  if (importToken === undefined) throw refuse(`${where} has no ImportToken.bin`);
  const readme = readReadme(readmeFile);
  const names = [basename(path), publicKey.name, importToken.name, readmeFile?.name ?? ''];
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
  };
  return checkParts(parts, now);
}

/**
 * Reads import parameters as they come: JSON of the AWS CLI, the console's zip, or its unpacked folder.
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
