// @ts-check
// golden/SHA256SUMS: digests of everything but recipes/, which is held against the documented text; `sha256sum -c` reads it too.
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export async function writeSums() {
  const names = await readdir('golden', { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative('golden', path.join(entry.parentPath, entry.name)))
    .filter((file) => file !== 'SHA256SUMS' && file.split(path.sep)[0] !== 'recipes')
    .sort();
  const lines = [];
  for (const file of files) {
    const digest = createHash('sha256')
      .update(await readFile(path.join('golden', file)))
      .digest('hex');
    lines.push(`${digest}  ${file}\n`);
  }
  await writeFile('golden/SHA256SUMS', lines.join(''));
}
