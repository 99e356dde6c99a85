/**
 * `text` with control and bidirectional formatting characters spelled out as `\\x1b`, so that nothing that came from
 * outside moves the cursor, changes colours or reorders what is read. Line feeds and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  );
}
