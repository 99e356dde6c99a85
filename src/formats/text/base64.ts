import { isHexDigit, shortestBytes, type Dress, type Dressed } from './dress.ts';

/** Line ends as they are, or spelled out as in a JSON string. */
const lineEnd = /[\r\n]|(?:\\r)?\\n/;

/** Fewest characters that are told as base64 that does not come out even; shorter ones are words. */
const longerThanWords = 40;

/** Base64 in the standard or the URL-safe alphabet: wrapped or not, quoted, as a data URL, several pieces in a row too. */
export const readBase64: Dress = (text) => {
  const body = withoutQuotes(withoutDataUrl(text.trim()));
  const lines = linesInOne(body) ?? body.split(lineEnd).map((line) => line.trim());
  if (lines.some((line) => !/^[A-Za-z0-9+/_-]*={0,2}$/.test(line))) return [];
  const joined = lines.join('');
  const alphabet = alphabetOf(joined);
  if (alphabet === undefined || isHexOnly(joined)) return [];
  const layer = { kind: 'base64', alphabet, characters: joined.length } as const;
  const pieces = joined.match(/[^=]+={0,2}/g) ?? [];
  if (pieces.some((piece) => piece.replace(/=+$/, '').length % 4 === 1))
    return joined.length < longerThanWords
      ? []
      : [{ layer, lost: { why: 'character-count', characters: joined.length } }];
  const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
  return bytes.length >= shortestBytes ? [{ layer, bytes }] : [];
};

/** undefined where signs of both alphabets stand in one text. */
function alphabetOf(digits: string): 'standard' | 'url' | undefined {
  const isUrl = /[-_]/.test(digits);
  if (isUrl && /[+/]/.test(digits)) return undefined;
  return isUrl ? 'url' : 'standard';
}

/** Of 22 and more random characters of base64 less than one in 2^33 has hexadecimal digits only. */
function isHexOnly(digits: string): boolean {
  for (let at = 0; at < digits.length; at += 1) if (!isHexDigit(digits.charCodeAt(at))) return false;
  return true;
}

function withoutDataUrl(text: string): string {
  const comma = text.startsWith('data:') ? text.indexOf(',') : -1;
  return text.slice(comma + 1);
}

function withoutQuotes(text: string): string {
  const start = text.startsWith('"') || text.startsWith("'") ? 1 : 0;
  const comma = text.endsWith(',') ? 1 : 0;
  const last = text.at(-1 - comma);
  return last === '"' || last === "'" ? text.slice(start, -1 - comma) : text.slice(start);
}

/** Lines that a shell put after each other with blanks between (`echo $BASE64`): all but the last of the same length. Words are not. */
function linesInOne(text: string): string[] | undefined {
  const lines = text.split(' ');
  const width = lines[0]!.length;
  const isWrapped =
    lines.length > 1 && width >= 32 && lines.slice(0, -1).every((line) => line.length === width);
  return isWrapped && lines.at(-1)!.length <= width ? lines : undefined;
}

/** The bytes of base64 text; undefined where it is not base64, or its bytes are lost. */
export function fromBase64Text(text: string): Buffer | undefined {
  const [first] = readBase64(text);
  return bytesOf(first);
}

export const bytesOf = (dressed: Dressed | undefined): Buffer | undefined =>
  dressed && 'bytes' in dressed ? dressed.bytes : undefined;
