const words = 4;
const firstCapacity = 4096;

/**
 * Remembers at which number each 128-bit digest came first, in 20 bytes an entry outside of the JavaScript heap: a Map
 * of strings would take five times as much and keep the garbage collector busy. Open addressing, at most half full.
 */
export function digestTable() {
  let capacity = firstCapacity;
  let digests = new Uint32Array(capacity * words);
  /** 0 marks a free place: numbers count from 1. */
  let numbers = new Uint32Array(capacity);
  let count = 0;

  /** Place of a digest, or the free place where it belongs. A digest is random, so its first word is its hash. */
  const find = (a: number, b: number, c: number, d: number) => {
    for (let place = a % capacity; ; place = (place + 1) % capacity) {
      const at = place * words;
      if (numbers[place] === 0) return place;
      if (digests[at] === a && digests[at + 1] === b && digests[at + 2] === c && digests[at + 3] === d)
        return place;
    }
  };

  const put = (place: number, digest: readonly [number, number, number, number], number: number) => {
    digests.set(digest, place * words);
    numbers[place] = number;
  };

  const grow = () => {
    const [oldDigests, oldNumbers] = [digests, numbers];
    capacity *= 2;
    digests = new Uint32Array(capacity * words);
    numbers = new Uint32Array(capacity);
    for (const [place, number] of oldNumbers.entries()) {
      if (number === 0) continue;
      const [a = 0, b = 0, c = 0, d = 0] = oldDigests.subarray(place * words, (place + 1) * words);
      put(find(a, b, c, d), [a, b, c, d], number);
    }
  };

  return {
    /** The number under which a digest (32 hex digits) came first; undefined when that is now. */
    first(hex: string, number: number): number | undefined {
      const word = (at: number) => Number.parseInt(hex.slice(at * 8, at * 8 + 8), 16);
      const digest = [word(0), word(1), word(2), word(3)] as const;
      const place = find(...digest);
      const earlier = numbers[place] ?? 0;
      if (earlier !== 0) return earlier;
      put(place, digest, number);
      count += 1;
      if (count * 2 > capacity) grow();
      return undefined;
    },
  };
}
