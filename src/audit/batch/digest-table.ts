/** 32-bit words of a digest. */
const words = 4;
const firstCapacity = 4096;
const mostFull = 3 / 4;

/** Digests one after the other. */
type Digests = ArrayLike<number>;

/**
 * Remembers at which number each 128-bit digest came first, in 20 bytes an entry outside of the JavaScript heap: a Map
 * of strings would take five times as much and keep the garbage collector busy. Open addressing, at most three quarters full.
 */
export function digestTable() {
  let capacity = firstCapacity;
  let digests = new Uint32Array(capacity * words);
  /** 0 marks a free place: numbers count from 1. */
  let numbers = new Uint32Array(capacity);
  let count = 0;

  const isAt = (place: number, from: Digests, at: number) => {
    for (let word = 0; word < words; word += 1)
      if (digests[place * words + word] !== from[at + word]) return false;
    return true;
  };

  /** Place of the digest at `at`, or the free place where it belongs. A digest is random, so its first word is its hash. */
  const find = (from: Digests, at: number) => {
    let place = (from[at] ?? 0) % capacity;
    while (numbers[place] !== 0 && !isAt(place, from, at)) place = (place + 1) % capacity;
    return place;
  };

  const put = (place: number, from: Digests, at: number, number: number) => {
    for (let word = 0; word < words; word += 1) digests[place * words + word] = from[at + word] ?? 0;
    numbers[place] = number;
  };

  const grow = () => {
    const [oldDigests, oldNumbers] = [digests, numbers];
    capacity *= 2;
    digests = new Uint32Array(capacity * words);
    numbers = new Uint32Array(capacity);
    for (let place = 0; place < oldNumbers.length; place += 1) {
      const number = oldNumbers[place] ?? 0;
      const at = place * words;
      if (number !== 0) put(find(oldDigests, at), oldDigests, at, number);
    }
  };

  const digest = new Uint32Array(words);
  const digestBytes = Buffer.from(digest.buffer);

  return {
    /** The number under which a digest (32 hex digits) came first; undefined when that is now. */
    first(hex: string, number: number): number | undefined {
      digestBytes.write(hex, 'hex');
      const place = find(digest, 0);
      const earlier = numbers[place] ?? 0;
      if (earlier !== 0) return earlier;
      put(place, digest, 0, number);
      count += 1;
      if (count > capacity * mostFull) grow();
      return undefined;
    },
  };
}
