/** Shortest run of bytes that is worth taking for a blob or key inside text. */
const shortest = 16;

/** Line ends as they are, or spelled out as in a JSON string. */
const lineEnd = /[\r\n]|(?:\\r)?\\n/;

/** Bytes of base64 in the standard or the URL-safe alphabet: wrapped or not, quoted, as a data URL, several pieces in a row too. */
export function fromBase64Text(text: string): Buffer | undefined {
  const body = text
    .trim()
    .replace(/^data:[^,]*,/, '')
    .replaceAll(/^["']|["'],?$/g, '');
  const lines = linesInOne(body) ?? body.split(lineEnd).map((line) => line.trim());
  if (lines.some((line) => !/^[A-Za-z0-9+/_-]*={0,2}$/.test(line))) return undefined;
  const pieces = lines.join('').match(/[^=]+={0,2}/g) ?? [];
  if (pieces.some((piece) => piece.replace(/=+$/, '').length % 4 === 1)) return undefined;
  const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
  return bytes.length >= shortest ? bytes : undefined;
}

/** Lines that a shell put behind each other with blanks between (`echo $BASE64`): all but the last of the same length. Words are not. */
function linesInOne(text: string): string[] | undefined {
  const lines = text.split(' ');
  const width = lines[0]!.length;
  const isWrapped =
    lines.length > 1 && width >= 32 && lines.slice(0, -1).every((line) => line.length === width);
  return isWrapped && lines.at(-1)!.length <= width ? lines : undefined;
}
