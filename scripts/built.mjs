// @ts-check
// Modules of the built package, typed by their source: types must be there before the first build.

/**
 * @param {string} module path below dist/, with `.js`
 * @returns {Promise<any>}
 */
export const built = (module) => import(new URL(`../dist/${module}`, import.meta.url).href);
