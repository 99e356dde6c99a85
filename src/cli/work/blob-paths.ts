import { readdirSync, statSync } from 'node:fs';
import { basename, join, parse, relative } from 'node:path';
import { KmsKeywrapError } from '../../errors.ts';

/** What stands at a path; undefined where it cannot be looked at: then its reader says why. */
function stat(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

export const isFolder = (path: string): boolean => stat(path)?.isDirectory() === true;
const isPattern = (path: string) => /[*?[\]{}]/.test(path);

/** The files of a folder and of those below it, without hidden ones, in the order of their names. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return isFolder(path) ? filesBelow(path) : [path];
    });

const nothing = (what: string) =>
  new KmsKeywrapError('ERR_INPUT_UNREADABLE', what, { hint: 'name files, or a folder or pattern with some' });

/**
 * The blobs that were named: a folder stands for the files in it, a pattern (`*`, `?`, `**`) that no file is called for the
 * files that fit it.
 * @throws `ERR_INPUT_UNREADABLE` for a folder or pattern without files
 */
export async function blobPaths(named: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const name of named) {
    if (name === '-' || (stat(name) === undefined && !isPattern(name))) paths.push(name);
    else if (isFolder(name)) {
      const files = filesBelow(name);
      if (files.length === 0) throw nothing(`the folder ${name} contains no file`);
      paths.push(...files);
    } else if (stat(name) !== undefined) paths.push(name);
    else {
      const { glob } = await import('tinyglobby');
      const files = await glob([name.replaceAll('\\', '/')], { expandDirectories: false });
      if (files.length === 0) throw nothing(`no file fits the pattern ${name}`);
      paths.push(...files.toSorted());
    }
  }
  return paths;
}

const stem = (path: string) => join(parse(path).dir, parse(path).name);

/**
 * The reference of each blob: a file of the same name in the folder, whatever its ending.
 * @throws `ERR_INPUT_UNREADABLE` for a blob without one
 */
export function referencesIn(folder: string, blobs: readonly string[]): string[] {
  if (!isFolder(folder))
    throw new KmsKeywrapError('ERR_INPUT_UNREADABLE', `--reference-dir ${folder} is not a folder`);
  const files = filesBelow(folder);
  const byName = new Map(files.map((file) => [relative(folder, file), file]));
  const byStem = new Map(files.map((file) => [stem(relative(folder, file)), file]));
  return blobs.map((blob) => {
    const name = basename(blob);
    const found = byName.get(name) ?? byStem.get(stem(name));
    if (found !== undefined) return found;
    throw new KmsKeywrapError('ERR_INPUT_UNREADABLE', `${folder} holds no reference for ${blob}`, {
      hint: `expected a file called ${stem(name)}, with any ending`,
    });
  });
}
