import { printableJson } from '../../printable.ts';
import type { AuditResult, Failure, ResultWord } from '../result.ts';
import type { Examined, Marks } from './task.ts';

/** How much room is made at first, in bytes: a parcel of sound subjects takes less. */
const usualBytes = 128 * 1024;
/** UTF-8 takes at most three bytes for a unit of a JavaScript string. */
const bytesAUnit = 3;

/** What is read of a subject in any case; the result stands on the next line. */
interface Head {
  readonly id: string;
  /** Absent where it is the same. */
  readonly path?: string;
  readonly word: ResultWord;
  readonly marks: Marks;
  readonly failure?: Failure;
}

/**
 * Collects results as JSON lines outside of the JavaScript heap. Strings that wait for the rest of their parcel would grow
 * old with it, and old garbage is collected late; and bytes cross between threads faster than many small objects.
 */
export function answerWriter() {
  let bytes = Buffer.allocUnsafeSlow(usualBytes);
  let used = 0;
  return {
    add({ id, path, word, result, marks, failure }: Examined): void {
      const head: Head = {
        id,
        word,
        marks,
        ...(path === id ? {} : { path }),
        ...(failure === undefined ? {} : { failure }),
      };
      const lines = `${JSON.stringify(head)}\n${printableJson(result)}\n`;
      const needed = used + lines.length * bytesAUnit;
      if (needed > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(2 * needed);
        bytes.copy(larger, 0, 0, used);
        bytes = larger;
      }
      used += bytes.write(lines, used);
    },
    /** What was added since the last call. */
    take(): Uint8Array {
      const taken = new Uint8Array(bytes.subarray(0, used));
      used = 0;
      return taken;
    },
  };
}

/** A result as it came from a thread: a report of JSON passes its text on, others have it read. */
class Answered implements Examined {
  readonly id: string;
  readonly path: string;
  readonly word: ResultWord;
  readonly marks: Marks;
  readonly json: string;
  declare readonly failure?: Failure;
  #read: AuditResult | undefined;

  constructor({ id, path = id, word, marks, failure }: Head, json: string) {
    this.id = id;
    this.path = path;
    this.word = word;
    this.marks = marks;
    this.json = json;
    if (failure !== undefined) this.failure = failure;
  }

  get result(): AuditResult {
    return (this.#read ??= JSON.parse(this.json) as AuditResult);
  }
}

/** The results of `answerWriter`, each when it is asked for. */
export function* readAnswer(taken: Uint8Array): Generator<Examined> {
  const lines = Buffer.from(taken.buffer, taken.byteOffset, taken.byteLength).toString().split('\n');
  for (let at = 0; at + 1 < lines.length; at += 2)
    yield new Answered(JSON.parse(lines[at]!) as Head, lines[at + 1]!);
}
