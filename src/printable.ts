// Controls, lone surrogates, line separators, zero-width and bidirectional characters, non-characters that XML forbids.
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;

const spelled = (character: string) => {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 2 ? `\\u{${hex}}` : `\\x${hex.padStart(2, '0')}`;
};

/**
 * `text` with control and bidirectional formatting characters spelled out as `\\x1b`, so that nothing that came from
 * outside moves the cursor, changes colours or reorders what is read. Line feeds and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(unseen, (character) =>
    character === '\n' || character === '\t' ? character : spelled(character),
  );
}

/** The same for text that must stay on its line, such as a file name. */
export function printableLine(text: string): string {
  return text.replaceAll(unseen, spelled);
}

/** JSON of a value on one line, with such characters escaped: the same value, but safe to look at on a terminal. */
export function printableJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent) ?? 'null';
  // Nearly always nothing is to be escaped: looking first makes no copy.
  if (text.search(unseen) < 0) return text;
  return text.replaceAll(unseen, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()]
          .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
