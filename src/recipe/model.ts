/** A file of the recipe, by the name that the documentation gives it, relative to the working folder. */
export interface FileWord {
  readonly file: string;
}

/** The content of a file as one run of hex digits: a secret that the documented command puts into argv. */
export interface HexOfWord {
  readonly hexOf: string;
}

export type Word = string | FileWord | HexOfWord;

/**
 * One openssl process. `lines` is its argv without `openssl` itself; each inner array is what the documentation
 * prints on one line.
 */
export interface Command {
  readonly lines: readonly (readonly Word[])[];
}

/** One openssl process, or several joined by pipes. */
export interface PipeStep {
  readonly kind: 'pipe';
  readonly commands: readonly Command[];
  /** The file that the last process writes. */
  readonly into: string;
  /** Where it gets there: named by `-out`, or the last process's stdout redirected. */
  readonly by: '-out' | 'stdout';
}

/** `cat first second > into` */
export interface ConcatenateStep {
  readonly kind: 'concatenate';
  readonly from: readonly [string, string];
  readonly into: string;
}

/** The first `at` bytes of `from` go to `head`, the rest to `tail`. */
export interface SplitStep {
  readonly kind: 'split';
  readonly from: string;
  readonly at: number;
  readonly head: string;
  readonly tail: string;
}

export type Step = PipeStep | ConcatenateStep | SplitStep;

/** Lengths in bytes, both included, that a file may have when the step that writes it is right. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Steps to run one after the other, and the files that they read and write. */
export interface Recipe {
  readonly title: string;
  /** False where AWS documents no command and this one is the project's own. */
  readonly documented: boolean;
  /** True where the recipe opens a blob: a length that does not fit is then the blob's fault, not openssl's. */
  readonly opensBlob?: true;
  readonly steps: readonly Step[];
  /** Files that have to be there before. */
  readonly inputs: readonly string[];
  /** Every file that the recipe writes, the result last. */
  readonly writes: Readonly<Record<string, Bounds>>;
  /** The one file that the recipe is for. */
  readonly result: string;
}

/** Names that the documentation gives to the files around a wrap. */
export const documentedNames = {
  publicKey: 'WrappingPublicKey.bin',
  privateKey: 'WrappingPrivateKey.bin',
  wrapped: 'EncryptedKeyMaterial.bin',
  aesKey: 'aes-key.bin',
  wrappedAesKey: 'aes-key-wrapped.bin',
  wrappedMaterial: 'key-material-wrapped.bin',
  symmetricMaterial: 'PlaintextKeyMaterial.bin',
  hmacMaterial: 'HMAC_384_PlaintextKey.bin',
} as const;

/** Length of the AES key of RSA_AES_KEY_WRAP_*, in bytes. */
export const aesKeyBytes = 32;

/** Longest key material that `openssl enc` still wraps in one piece and unwraps again, in bytes. */
export const longestMaterial = 4088;

/** The alternative initial value of RFC 5649, section 3, as the documented `-iv` spells it. */
export const alternativeInitialValue = 'A65959A6';

export const file = (name: string): FileWord => ({ file: name });

/** A step of one openssl process that writes `into` by `-out`, shown on as many lines as there are rows. */
export function step(into: string, ...lines: Word[][]): PipeStep {
  return { kind: 'pipe', commands: [{ lines }], into, by: '-out' };
}

/** Exactly so many bytes. */
export const exactly = (bytes: number): Bounds => ({ min: bytes, max: bytes });
