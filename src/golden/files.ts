import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { KmsKeywrapError } from '../errors.ts';
import { goldenDir } from '../samples/keys/package-files.ts';
import type { VectorFile } from './vector.ts';

/** Name without `.json` → the vectors as they ship, in the order of their names. */
export function readVectorFiles(
  dir: string = path.join(goldenDir(), 'vectors'),
): ReadonlyMap<string, VectorFile> {
  const names = readdirSync(dir).filter((name) => name.endsWith('.json') && name !== 'schema.json');
  return new Map(
    names.sort().map((name) => [path.basename(name, '.json'), readVectorFile(path.join(dir, name))]),
  );
}

function readVectorFile(file: string): VectorFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VectorFile;
  } catch (cause) {
    throw new KmsKeywrapError('ERR_ENVIRONMENT', `${file} is not JSON: ${(cause as Error).message}`, {
      hint: 'install the package again: the vectors are part of it',
      cause,
    });
  }
}
