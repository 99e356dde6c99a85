// @ts-check
// Finds the packages that scripts/conformance.mjs took into .cache/conformance.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(import.meta.dirname, '../../.cache/conformance/package.json'));

/** @param {string} name */
export const resolve = (name) => require.resolve(name);

/** @param {string} name @returns {any} */
export const load = (name) => require(name);
