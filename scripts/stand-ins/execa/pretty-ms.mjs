// @ts-check
// For pretty-ms in execa, whose verbose mode alone prints durations: it is not used.

/** @param {number} milliseconds */
export default (milliseconds) => `${milliseconds} ms`;
