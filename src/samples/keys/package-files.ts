import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { KmsKeywrapError } from '../../errors.ts';

/** The package's golden/ folder: beside the nearest package.json, wherever this module was compiled or bundled to. */
export function goldenDir(): string {
  const start = path.dirname(fileURLToPath(import.meta.url));
  for (let dir = start; path.dirname(dir) !== dir; dir = path.dirname(dir)) {
    const golden = path.join(dir, 'golden');
    if (existsSync(path.join(dir, 'package.json')) && existsSync(golden)) return golden;
  }
  throw new KmsKeywrapError('ERR_ENVIRONMENT', `the package's golden folder is missing above ${start}`, {
    hint: 'install the package again: golden/ is part of it',
  });
}
