import type { Examined } from './task.ts';

/** How much room is made at first, in bytes: a parcel of sound subjects takes less. */
const usualBytes = 128 * 1024;
/** UTF-8 takes at most three bytes for a unit of a JavaScript string. */
const bytesAUnit = 3;
const lineEnd = 0x0a;

/**
 * Collects results as JSON lines outside of the JavaScript heap. Strings that wait for the rest of their parcel would grow
 * old with it, and old garbage is collected late; and bytes cross between threads faster than many small objects.
 */
export function answerWriter() {
  let bytes = Buffer.allocUnsafeSlow(usualBytes);
  let used = 0;
  return {
    add(examined: Examined): void {
      const line = `${JSON.stringify(examined)}\n`;
      const needed = used + line.length * bytesAUnit;
      if (needed > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(2 * needed);
        bytes.copy(larger, 0, 0, used);
        bytes = larger;
      }
      used += bytes.write(line, used);
    },
    /** What was added since the last call. */
    take(): Uint8Array {
      const taken = new Uint8Array(bytes.subarray(0, used));
      used = 0;
      return taken;
    },
  };
}

/** The results of `answerWriter`, each read when it is asked for. */
export function* readAnswer(taken: Uint8Array): Generator<Examined> {
  const bytes = Buffer.from(taken.buffer, taken.byteOffset, taken.byteLength);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(lineEnd, start);
    yield JSON.parse(bytes.toString('utf8', start, end)) as Examined;
    start = end + 1;
  }
}
