/** Shortest stretch of digits inside other text that is taken for bytes, in characters. */
const shortest = 64;

/** Lengths of the lines into which digits are wrapped, in characters. */
const wrapped = { from: 32, to: 160 };

const digits = /[A-Za-z0-9+/_-]+={0,2}/g;
const pairs = /(?:[0-9a-f]{2}[\s:,;-]{1,8}){31,}[0-9a-f]{2}(?![0-9a-f])/gi;
const lineBreak = /^["'\\,]*\s+["']*$/;

/** Runs of digits; lines of one width that only line breaks of one kind part are one run, a shorter last line too. */
function* runs(text: string): Generator<string> {
  let run = '';
  let width = 0;
  let end = 0;
  let gap: string | undefined;
  let full = false;
  for (const { 0: token, index } of text.matchAll(digits)) {
    const between = text.slice(end, index);
    const continues =
      full &&
      /[A-Za-z0-9]/.test(token) &&
      token.length <= width &&
      (gap === undefined ? lineBreak.test(between) : between === gap);
    if (!continues) {
      yield run;
      run = '';
      width = token.length;
      gap = undefined;
    } else gap = between;
    run += token;
    full = token.length === width && width >= wrapped.from && width <= wrapped.to && !token.endsWith('=');
    end = index + token.length;
  }
  yield run;
}

/**
 * The longest stretch of base64 or hexadecimal digits inside other text, such as a log line, an assignment, an XML element
 * or a MIME part; undefined where none is long enough to hold a key.
 */
export function digitsInText(text: string): string | undefined {
  let longest = '';
  for (const run of runs(text)) if (run.length > longest.length) longest = run;
  for (const [run] of text.matchAll(pairs)) if (run.length > longest.length) longest = run;
  return longest.length >= shortest ? longest : undefined;
}

/** Text as it was before an escape for JSON, a shell or a URL: line breaks, slashes, quotes and base64's three signs. */
export function unescaped(text: string): string {
  return text
    .replaceAll(/\\r\\n|\\[nr]/g, '\n')
    .replaceAll(/\\([/"'])/g, '$1')
    .replaceAll(/%(?:2B|2F|3D)/gi, decodeURIComponent);
}
