import { join } from 'node:path';
import { ensureBuilt, root } from '../scripts/build/inputs.mjs';

// No test runs an old build: this builds where a source was changed, and fails the test file where that fails.
await ensureBuilt();

/** A file of dist/, made from the sources as they are now. Tests name no file of dist/ but through this. */
export const built = (path: string): string => join(root, 'dist', path);

/** The command as users run it. */
export const kmsKeywrap = built('cli/main.js');
