import { maximumLineLength } from '../budgets.ts';
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

/**
 * Takes up to `count` lines, none only at the end. Of the last ones each of the sharers gets its part, so that all end
 * together.
 */
export type Take = (count: number, sharers: number) => Promise<readonly Line[]>;

export interface LineSource {
  /** Waits for as many lines; fewer only at the end. Comes before the first `take`. */
  head(count: number): Promise<readonly Line[]>;
  readonly take: Take;
}

/** Fewer lines than this are not shared. */
const leastShared = 8;

/** Lines of a text that arrives in chunks. What may be needed next is read while no caller waits for it. */
export function lineSource(chunks: AsyncIterable<string> | Iterable<string>): LineSource {
  const source = splitLines(chunks);
  let waiting: Line[] = [];
  let ended = false;
  let reading: Promise<void> | undefined;

  const readOne = async () => {
    const { value, done } = await source.next();
    if (done === true) ended = true;
    else waiting = waiting.concat(value);
    reading = undefined;
  };
  /** One read at a time. One that failed stays, and fails whoever waits for it. */
  const read = () => (reading ??= readOne());
  const waitFor = async (count: number) => {
    for (;;) {
      if (ended || waiting.length >= count) return;
      await read();
    }
  };

  return {
    async head(count) {
      await waitFor(count);
      return waiting.splice(0, count);
    },
    async take(count, sharers) {
      await waitFor(1);
      const share = ended ? Math.max(leastShared, Math.ceil(waiting.length / sharers)) : count;
      const taken = waiting.splice(0, Math.min(count, share));
      if (!ended && waiting.length < count * sharers) read().catch(() => undefined);
      return taken;
    },
  };
}
