import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import { isKeySpec } from '../../tables/key-specs.ts';
import { isWrappingAlgorithm } from '../../tables/wrapping.ts';
import type { Binding } from './binding.ts';
import { Unavailable, unwrapOnToken, wrapOnToken } from './operations.ts';
import { openToken } from './token.ts';

// One case on a token, as a process of its own: a module that crashes or hangs takes nothing with it.
// child.js open | unwrap ALGORITHM KEY_SPEC BLOB KEY OUT | wrap ALGORITHM KEY_SPEC MATERIAL KEY OUT
const [task = '', algorithm = '', keySpec = '', input = '', key = '', out = ''] = process.argv.slice(2);
const setting = (name: string) => process.env[`KMS_KEYWRAP_PKCS11_${name}`] || undefined;

function work(): void {
  const binding = createRequire(import.meta.url)(setting('BINDING') ?? 'pkcs11js') as Binding;
  const token = openToken(binding, {
    module: setting('MODULE') ?? '',
    label: setting('LABEL'),
    pin: setting('PIN'),
    parameters: setting('PARAMETERS'),
  });
  if (task === 'open') return;
  if (!isWrappingAlgorithm(algorithm) || !isKeySpec(keySpec))
    throw new Error('unknown algorithm or key spec');
  const [bytes, der] = [readFileSync(input), readFileSync(key)];
  const result =
    task === 'unwrap'
      ? unwrapOnToken(token, algorithm, der, bytes)
      : wrapOnToken(token, { algorithm, keySpec, spki: der, material: bytes });
  writeFileSync(out, result);
}

try {
  work();
  process.exitCode = 0;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof Unavailable ? 69 : 1;
}
// Some modules leave threads after.
process.exit();
