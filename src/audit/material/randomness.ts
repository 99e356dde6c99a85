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

/** Evidence that the bytes are printable text; -Infinity where they are none. */
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

/** Characters by length of their encoding: chance of the length, spread over all characters of that length. */
const characters = [
  { last: 0x7f, bytes: 1, chance: 0.5 / 95 },
  { last: 0x7ff, bytes: 2, chance: 0.2 / 1920 },
  { last: 0xffff, bytes: 3, chance: 0.28 / 63488 },
  { last: 0x10ffff, bytes: 4, chance: 0.02 / 1048576 },
] as const;

function unicodeEvidence(bytes: Buffer): number {
  let evidence = 0;
  for (const character of bytes.toString('utf8')) {
    const point = character.codePointAt(0)!;
    if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return -Infinity;
    const row = characters.find(({ last }) => point <= last)!;
    evidence += 8 * row.bytes + Math.log2(row.chance);
  }
  return evidence;
}

/** Distances at which a key is looked at for repetition. */
const periods = [1, 2, 3, 4, 8, 16, 24, 32] as const;
/** Each of the four histograms and eight distances has this share. */
const patternWeight = Math.log2(1 / (4 + periods.length));

/** Evidence for a pattern: few byte values, few high or low half-bytes, few differences, or repetition. */
export function patternEvidence(bytes: Buffer): number {
  const differences = bytes.map((byte, at) => byte - (bytes[at - 1] ?? 0));
  const best = Math.max(
    histogramEvidence(bytes, 256, 0.05),
    histogramEvidence(
      bytes.map((byte) => byte >> 4),
      16,
      0.5,
    ),
    histogramEvidence(
      bytes.map((byte) => byte & 15),
      16,
      0.5,
    ),
    histogramEvidence(differences, 256, 0.05),
    ...periods.map((period) => repetitionEvidence(bytes, period)),
  );
  return best + patternWeight;
}

/** Dirichlet-multinomial model (Krichevsky-Trofimov at prior 1/2): each symbol is as likely as it was frequent so far. */
function histogramEvidence(symbols: Uint8Array, alphabet: number, prior: number): number {
  const counts = new Uint32Array(alphabet);
  let ratio = 1;
  let evidence = 0;
  symbols.forEach((symbol, seen) => {
    ratio *= (alphabet * (counts[symbol]! + prior)) / (seen + alphabet * prior);
    counts[symbol] = counts[symbol]! + 1;
    if (ratio > 1e200 || ratio < 1e-200) {
      evidence += Math.log2(ratio);
      ratio = 1;
    }
  });
  return evidence + Math.log2(ratio);
}

const match = Math.log2(0.9 * 256);
const mismatch = Math.log2((0.1 * 256) / 255);

/** Each byte equals the one `period` before it nine times out of ten. */
function repetitionEvidence(bytes: Buffer, period: number): number {
  let matches = 0;
  for (let at = period; at < bytes.length; at += 1) if (bytes[at] === bytes[at - period]) matches += 1;
  return matches * match + Math.max(0, bytes.length - period - matches) * mismatch;
}
