/** Shortest run of bytes that is worth taking for a blob or key inside text. */
const shortest = 16;

/** Bytes of base64 in the standard or the URL-safe alphabet: wrapped or not, quoted, as a data URL, several pieces in a row too. */
export function fromBase64Text(text: string): Buffer | undefined {
  const lines = text
    .trim()
    .replace(/^data:[^,]*,/, '')
    .replaceAll(/^["']|["'],?$/g, '')
    .split(/\s*\r?\n\s*/);
  if (lines.some((line) => !/^[A-Za-z0-9+/_-]*={0,2}$/.test(line))) return undefined;
  const pieces = lines.join('').match(/[^=]+={0,2}/g) ?? [];
  if (pieces.some((piece) => piece.replace(/=+$/, '').length % 4 === 1)) return undefined;
  const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
  return bytes.length >= shortest ? bytes : undefined;
}
