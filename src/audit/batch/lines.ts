/** Longest line of a manifest, in characters. */
export const maximumLineLength = 65_536;

/** One line that is not blank. `text` is undefined when it was too long to be kept. */
export interface Line {
  /** Counted from 1, blank ones too. */
  readonly number: number;
  readonly text: string | undefined;
}

/** Splits text that arrives in chunks into lines, holding one line at a time. */
export async function* splitLines(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Line> {
  let rest = '';
  let number = 0;
  let overlong = false;
  const line = (text: string): Line | undefined => {
    number += 1;
    const whole = (number === 1 ? text.replace(/^\ufeff/, '') : text).trim();
    const dropped = overlong || whole.length > maximumLineLength;
    overlong = false;
    return dropped ? { number, text: undefined } : whole === '' ? undefined : { number, text: whole };
  };
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const found = line(part);
      if (found !== undefined) yield found;
    }
    if (rest.length > maximumLineLength) {
      overlong = true;
      rest = '';
    }
  }
  const last = rest === '' && !overlong ? undefined : line(rest);
  if (last !== undefined) yield last;
}
