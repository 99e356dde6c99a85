import type { ResultWord } from '../result.ts';

/** What is remembered of each subject of a batch, so that a later one can amend its result. */
export interface LoggedSubject {
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly word: ResultWord;
}

const firstCapacity = 64 * 1024;
const words = ['accept', 'reject', 'undetermined', 'unreadable'] as const satisfies readonly ResultWord[];

/**
 * The subjects of a batch in the order of their results. Names stand as bytes outside of the JavaScript heap, which a long
 * batch would otherwise fill with strings.
 */
export function subjectLog() {
  let bytes = Buffer.allocUnsafeSlow(firstCapacity);
  let used = 0;
  const starts: number[] = [];
  const lines: number[] = [];
  const states: number[] = [];

  return {
    /** @returns the subject's place, from 0 */
    add: ({ id, path, line, word }: LoggedSubject): number => {
      const name = JSON.stringify(id === path ? [id] : [id, path]);
      const needed = used + Buffer.byteLength(name);
      if (needed > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(2 * needed);
        bytes.copy(larger, 0, 0, used);
        bytes = larger;
      }
      starts.push(used);
      used += bytes.write(name, used);
      lines.push(line);
      return states.push(words.indexOf(word)) - 1;
    },
    /** The word that the subject was counted under in the end. */
    reword: (index: number, word: ResultWord): void => {
      states[index] = words.indexOf(word);
    },
    lineOf: (index: number): number => lines[index] ?? 0,
    get: (index: number): LoggedSubject => {
      const name = bytes.toString('utf8', starts[index], starts[index + 1] ?? used);
      const [id = '', path = id] = JSON.parse(name) as readonly string[];
      return { id, path, line: lines[index] ?? 0, word: words[states[index] ?? 0] ?? 'accept' };
    },
  };
}
