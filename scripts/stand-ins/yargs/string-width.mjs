// @ts-check
// For string-width in yargs, which measures its own help texts with it: plain ASCII, now and then coloured.

// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*m/g;

/** Columns of a text of ASCII. @param {string} text */
export default (text) => text.replace(colours, '').length;
