import type { Sm2Departure, Sm2RawPoint } from '../../../crypto/sm2-ciphertext.ts';
import type { Sm2DeviceLayout } from '../../../crypto/sm2-device.ts';
import type { MessageFormat } from '../../../tables/formats.ts';
import type { HashName } from '../../../tables/hashes.ts';
import type { WrappingKeySpec } from '../../../tables/wrapping.ts';
import type { Context } from './context.ts';
import type { KekCandidate } from './keks.ts';
import type { WrapReading } from './key-wrap.ts';
import type { Recognition } from './recognise.ts';
import type { RsaReading } from './rsa-block.ts';
import type { TextLayer } from './text-forms.ts';

/** Bytes after a blob that is complete without them. */
export type Surplus =
  /** `text`: LF and CR as they stand. */
  | { readonly kind: 'newline'; readonly bytes: number; readonly text: string }
  | { readonly kind: 'copies'; readonly bytes: number }
  /** `value`: where all of them are equal. */
  | { readonly kind: 'bytes'; readonly bytes: number; readonly value?: number };

/** Why a blob is too short. */
export type Truncation =
  | { readonly of: 'blob'; readonly bytes: number; readonly due: number }
  /** Hardly more than the encrypted AES key, which takes `due` bytes. */
  | { readonly of: 'encrypted-key'; readonly bytes: number; readonly due: number }
  /** The AES key opens; `bytes` follow it. */
  | { readonly of: 'missing-wrap'; readonly bytes: number }
  | { readonly of: 'wrap'; readonly bytes: number; readonly due: number }
  /** Not a multiple of 8. */
  | { readonly of: 'semiblocks'; readonly bytes: number }
  | { readonly of: 'leading-zeros'; readonly zeros: number }
  /** The SEQUENCE announces `due` bytes. */
  | { readonly of: 'sequence'; readonly bytes: number; readonly due: number };

/** Why a length is not one that the algorithm gives. */
export type OddLength =
  | { readonly why: 'too-long'; readonly bytes: number }
  | { readonly why: 'text'; readonly characters: number }
  | { readonly why: 'surplus'; readonly bytes: number; readonly surplus: number }
  | { readonly why: 'semiblocks'; readonly bytes: number }
  | { readonly why: 'not-sm2'; readonly bytes: number };

/** Line ends that were converted. `extra`: bytes more than expected, as many as there are CRLF, where nothing could be opened. */
export type Conversion = { readonly to: 'crlf'; readonly extra?: number } | { readonly to: 'lf' };

/** How the file departs from the layout of its algorithm. */
export interface Layout {
  /** Foreign bytes before the blob. */
  readonly header?: number;
  readonly swapped?: boolean;
  readonly surplus?: Surplus;
  readonly truncated?: Truncation;
  readonly length?: OddLength;
  readonly mangled?: Conversion;
}

/** Under what else a blob was made. */
export type OtherMaker =
  | { readonly under: 'rsa'; readonly wrappingKeySpec: WrappingKeySpec; readonly bytes: number }
  | { readonly under: 'sm2' };

/** Key material in the clear: after which text forms, and what is around it. */
export interface Plaintext {
  readonly why: Recognition;
  readonly forms: readonly TextLayer['form'][];
  readonly around: 'nothing' | 'line-end' | 'other-bytes' | 'bytes-before' | 'encrypted-key-before';
}

export interface RsaFacts {
  /** `out-of-range`: not below the modulus. `mismatch`: no padding found after the private operation. */
  readonly fault?: 'out-of-range' | 'mismatch';
  /** What shows that it was made under another key, where that is known without the private one. */
  readonly made?: OtherMaker;
  /** Least significant byte first. */
  readonly littleEndian?: boolean;
  readonly reading?: RsaReading;
}

export interface WrapFacts {
  /** Key and reading that opened the wrapped part; undefined when nothing did. */
  readonly candidate?: KekCandidate;
  readonly reading?: WrapReading;
}

export interface Sm2Facts {
  readonly form: 'der' | 'c1c3c2' | 'c1c2c3' | 'device' | undefined;
  /** The C structure of the form `device`. */
  readonly device?: Sm2DeviceLayout;
  /** How C1 of a raw form is written, when not after 04. */
  readonly point?: Sm2RawPoint;
  readonly order?: 'swapped';
  readonly pointOff?: boolean;
  readonly notDer?: readonly Sm2Departure[];
  readonly trailing?: number;
  readonly empty?: boolean;
  /** Which hash was used instead, or `unknown`; absent when it matches or was not looked at. */
  readonly hash?: HashName | 'unknown';
  readonly mismatch?: boolean;
  readonly headerBytes?: number;
}

/** Everything that is known of a blob, worked out once; the rules only read it. */
export interface BlobFacts {
  readonly context: Context;
  readonly bytes: number;
  /** Text forms that were taken off, outermost first. */
  readonly layers: readonly TextLayer[];
  readonly file?: 'empty' | 'public-key' | 'salted';
  /** The file is a message or key block of another system. */
  readonly message?: MessageFormat;
  readonly plaintext?: Plaintext;
  readonly layout: Layout;
  readonly scheme?: 'hybrid-for-direct' | 'direct-for-hybrid';
  readonly rsa?: RsaFacts;
  readonly wrap?: WrapFacts;
  readonly sm2?: Sm2Facts;
  /** Key material that was reached. */
  readonly material?: Buffer;
}

/** What looking at the bytes adds to the facts. */
export type Examined = Omit<BlobFacts, 'context' | 'bytes' | 'layers'>;
