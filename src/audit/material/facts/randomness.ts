import { isUtf8 } from 'node:buffer';

/**
 * How much better a non-random model explains bytes than a random source does: log2 of the likelihood ratio, in bits.
 *
 * Under a random source the expected likelihood ratio of any model is at most 1, so by Markov's inequality it reaches 2^k in one of
 * 2^k keys at most. The same holds for a mixture of models whose weights sum to 1, and the mixture is at least weight × ratio of
 * each. With the two thresholds below a random key of any length is called text or patterned with a probability under
 * 2^-30.3 + 2^-32 < 10^-9.
 */
export const thresholds = { text: 30.3, pattern: 32 } as const;

const letterOrDigit = (byte: number) =>
  (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a ? true : byte >= 0x30 && byte <= 0x39;
const among = (text: string) => {
  const members = new Set(Buffer.from(text));
  return (byte: number) => members.has(byte);
};
const standard = among('+/=');
const urlSafe = among('-_');
const lowerOrDigit = (byte: number) => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
const printable = (byte: number) => byte >= 0x20 && byte <= 0x7e;

/** A model of text: chance of each single byte. */
interface TextModel {
  readonly weight: number;
  readonly chance: (byte: number) => number;
}

const uniform = (members: number, has: (byte: number) => boolean) => (byte: number) =>
  has(byte) ? 1 / members : 0;

/** What people put where a key belongs. The last share of the weight, 0.1, is for UTF-8 beyond ASCII. */
const textModels: readonly TextModel[] = [
  { weight: 0.31, chance: uniform(64, (byte) => letterOrDigit(byte) || (standard(byte) && byte !== 0x3d)) },
  { weight: 0.31, chance: uniform(64, (byte) => letterOrDigit(byte) || urlSafe(byte)) },
  {
    weight: 0.15,
    chance: (byte) =>
      lowerOrDigit(byte)
        ? 0.8 / 36
        : letterOrDigit(byte) || byte === 0x20
          ? 0.1 / 27
          : printable(byte)
            ? 0.1 / 32
            : 0,
  },
  { weight: 0.13, chance: uniform(95, printable) },
];
const unicodeWeight = 0.1;

/** Evidence that the bytes are printable text; -Infinity where they are not. */
export function textEvidence(bytes: Buffer): number {
  if (!isUtf8(bytes)) return -Infinity;
  if (!bytes.every(printable)) return Math.log2(unicodeWeight) + unicodeEvidence(bytes);
  return Math.max(
    ...textModels.map(({ weight, chance }) => {
      let evidence = Math.log2(weight);
      for (const byte of bytes) evidence += 8 + Math.log2(chance(byte));
      return evidence;
    }),
  );
}

/** Characters beyond ASCII by length of their encoding: chance of the length, spread over all characters of that length. */
const longCharacters = [
  { last: 0x7ff, bytes: 2, chance: 0.05 / 1920 },
  { last: 0xffff, bytes: 3, chance: 0.048 / 63488 },
  { last: 0x10ffff, bytes: 4, chance: 0.002 / 1048576 },
] as const;
const asciiChance = (byte: number) => (lowerOrDigit(byte) ? 0.6 / 36 : 0.3 / 59);

function unicodeEvidence(bytes: Buffer): number {
  let evidence = 0;
  for (const character of bytes.toString('utf8')) {
    const point = character.codePointAt(0)!;
    if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return -Infinity;
    const row = longCharacters.find(({ last }) => point <= last)!;
    evidence += point < 0x7f ? 8 + Math.log2(asciiChance(point)) : 8 * row.bytes + Math.log2(row.chance);
  }
  return evidence;
}

/** A view of each byte, whose values a Dirichlet-multinomial model counts: a value is as likely as it was frequent so far. */
interface Histogram {
  readonly values: number;
  /** Count that each value starts with; Krichevsky and Trofimov take 1/2, few values show sooner with less. */
  readonly prior: number;
  readonly value: (byte: number, before: number) => number;
}

const histograms: readonly Histogram[] = [
  { values: 256, prior: 0.05, value: (byte) => byte },
  { values: 256, prior: 0.05, value: (byte, before) => (byte - before) & 255 },
  { values: 16, prior: 0.5, value: (byte) => byte >> 4 },
  { values: 16, prior: 0.5, value: (byte) => byte & 15 },
];
/** Distances at which keys repeat themselves more often than at others. */
const usualPeriods: ReadonlySet<number> = new Set([1, 2, 3, 4, 8, 16, 24, 32]);
/** Each histogram, each usual distance, each end and all other distances together have the same share of the weight. */
const share = Math.log2(1 / (histograms.length + usualPeriods.size + 3));

/**
 * Evidence for a pattern: few byte values, few differences, few high or low half-bytes, repetition, or equal bytes at an end. Exact
 * where it reaches the threshold: repetition is not looked for among bytes too few of which are equal.
 */
export function patternEvidence(bytes: Buffer): number {
  const best = Math.max(runEvidence(bytes), ...histograms.map((one) => histogramEvidence(bytes, one)));
  return Math.max(best, mostRepetition(bytes)) + share;
}

/** As many equal bytes at an end as there are, each number as likely as any other; random bytes beside them. */
function runEvidence(bytes: Buffer): number {
  const last = bytes.length - 1;
  let front = 1;
  while (front <= last && bytes[front] === bytes[0]) front += 1;
  let back = 1;
  while (back <= last && bytes[last - back] === bytes[last]) back += 1;
  return 8 * (Math.max(front, back) - 1) - Math.log2(bytes.length);
}

const counts = new Uint32Array(256);

function histogramEvidence(bytes: Buffer, { values, prior, value }: Histogram): number {
  counts.fill(0);
  const priors = values * prior;
  let ratio = 1;
  let evidence = 0;
  let before = 0;
  for (let seen = 0; seen < bytes.length; seen += 1) {
    const byte = bytes[seen]!;
    const symbol = value(byte, before);
    before = byte;
    ratio *= (values * (counts[symbol]! + prior)) / (seen + priors);
    counts[symbol] = counts[symbol]! + 1;
    if (ratio > 1e200 || ratio < 1e-200) {
      evidence += Math.log2(ratio);
      ratio = 1;
    }
  }
  return evidence + Math.log2(ratio);
}

const match = Math.log2(0.9 * 256);
const mismatch = Math.log2((0.1 * 256) / 255);

/** How many pairs of equal bytes there are, at any distance. */
function equalPairs(bytes: Buffer): number {
  counts.fill(0);
  let pairs = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const equal = counts[bytes[at]!]!;
    pairs += equal;
    counts[bytes[at]!] = equal + 1;
  }
  return pairs;
}

function mostRepetition(bytes: Buffer): number {
  let best = -Infinity;
  /** How far above the threshold all equal pairs would be if they stood at one distance. */
  const above = equalPairs(bytes) * match + share - thresholds.pattern;
  if (above < 0) return best;
  const unusual = Math.log2(bytes.length);
  for (let period = 1; period < bytes.length; period += 1) {
    const handicap = usualPeriods.has(period) ? 0 : unusual;
    if (above >= handicap) best = Math.max(best, repetitionEvidence(bytes, period) - handicap);
  }
  return best;
}

/** Each byte equals the one `period` before it nine times out of ten. */
function repetitionEvidence(bytes: Buffer, period: number): number {
  let matches = 0;
  for (let at = period; at < bytes.length; at += 1) if (bytes[at] === bytes[at - period]) matches += 1;
  return matches * match + Math.max(0, bytes.length - period - matches) * mismatch;
}

/** Why no random source makes these bytes: constant, text, or a pattern; the plainest of the three. Undefined where one may. */
export function predictability(bytes: Buffer): 'constant' | 'text' | 'pattern' | undefined {
  if (bytes.every((byte) => byte === bytes[0])) return 'constant';
  if (textEvidence(bytes) >= thresholds.text) return 'text';
  return patternEvidence(bytes) >= thresholds.pattern ? 'pattern' : undefined;
}
