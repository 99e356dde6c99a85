// @ts-check
// golden/SHA256SUMS: digests of what is kept, not computed; `sha256sum -c` reads it too.
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const kept = new Set(['exports', 'keys', 'vectors']);

export async function writeSums() {
  const names = await readdir('golden', { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative('golden', path.join(entry.parentPath, entry.name)))
    .filter((file) => kept.has(file.split(path.sep)[0] ?? ''))
    .sort();
  const lines = [];
  for (const file of files) {
    const digest = createHash('sha256').update(await readFile(path.join('golden', file))).digest('hex');
    lines.push(`${digest}  ${file}\n`);
  }
  await writeFile('golden/SHA256SUMS', lines.join(''));
}
