/** Longest line of a manifest, in characters. */
export const maximumLineLength = 65_536;

/** One line that is not blank. `text` is undefined when it was too long to be kept. */
export interface Line {
  /** Counted from 1, blank ones too. */
  readonly number: number;
  readonly text: string | undefined;
}

/** Splits text that arrives in chunks into lines: those that end in a chunk come together. */
export async function* splitLines(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Line[]> {
  let rest = '';
  let number = 0;
  let overlong = false;
  const line = (text: string): Line[] => {
    number += 1;
    const whole = (number === 1 ? text.replace(/^\ufeff/, '') : text).trim();
    const dropped = overlong || whole.length > maximumLineLength;
    overlong = false;
    if (dropped) return [{ number, text: undefined }];
    return whole === '' ? [] : [{ number, text: whole }];
  };
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    yield parts.flatMap(line);
    if (rest.length > maximumLineLength) {
      overlong = true;
      rest = '';
    }
  }
  if (rest !== '' || overlong) yield line(rest);
}

/** Takes lines in numbers of one's own choice: fewer only at the end. */
export function lineTaker(
  chunks: AsyncIterable<string> | Iterable<string>,
): (count: number) => Promise<Line[]> {
  const source = splitLines(chunks);
  let waiting: Line[] = [];
  return async (count) => {
    while (waiting.length < count) {
      const { value, done } = await source.next();
      if (done === true) break;
      waiting = waiting.concat(value);
    }
    return waiting.splice(0, count);
  };
}
