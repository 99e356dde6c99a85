/** Why no file can have a name, and what to do about it. */
export interface NameFault {
  readonly words: string;
  readonly hint: string;
}

/** What node makes of bytes that are not UTF-8, and half a character of UTF-16, of which it makes the same. */
const replaced = /[\ufffd\p{Cs}]/u;

/**
 * What is wrong with a name before the system is asked. Names are bytes to the system and text to node: one that is not
 * UTF-8 has become another on the way here, which might be the name of another file.
 */
export function nameFault(path: string): NameFault | undefined {
  if (path === '') return { words: 'its name is empty', hint: 'was a variable of the shell not set?' };
  if (path.includes('\0'))
    return {
      words: 'its name contains a zero byte',
      hint: 'was the content of a file given instead of its name?',
    };
  if (replaced.test(path))
    return {
      words: 'its name is not UTF-8, and is not guessed',
      hint: 'rename it, make a link to it (ln) with a name in UTF-8, or name - and pipe it in or out',
    };
  return undefined;
}
