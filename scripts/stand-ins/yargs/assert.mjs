// @ts-check
// For node's assert in yargs, which checks its own arguments with two of its functions.

/** @param {string} message @returns {never} */
const fail = (message) => {
  throw new Error(message);
};

/** @param {unknown} one @param {unknown} other @param {string} message */
export const notStrictEqual = (one, other, message) => {
  if (Object.is(one, other)) fail(message);
};

/** @param {unknown} one @param {unknown} other @param {string} message */
export const strictEqual = (one, other, message) => {
  if (!Object.is(one, other)) fail(message);
};
