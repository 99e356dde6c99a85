import type { Sm2RawPoint } from '../../../crypto/sm2-ciphertext.ts';
import type { Context } from './context.ts';
import type { KekCandidate } from './keks.ts';
import type { WrapReading } from './key-wrap.ts';
import type { Recognition } from './recognise.ts';
import type { RsaReading } from './rsa-block.ts';
import type { TextLayer } from './text-forms.ts';

/** Bytes behind a blob that is complete without them. */
export interface Surplus {
  readonly kind: 'newline' | 'copies' | 'bytes';
  readonly bytes: number;
  /** In words, such as "all zero". */
  readonly detail?: string;
}

/** How the file departs from the layout of its algorithm. */
export interface Layout {
  /** Foreign bytes in front. */
  readonly header?: number;
  readonly swapped?: boolean;
  readonly surplus?: Surplus;
  /** Why it is too short, in words. */
  readonly truncated?: string;
  /** Why its length cannot be, in words. */
  readonly length?: string;
  /** Line ends or bytes were converted, in words. */
  readonly mangled?: string;
}

export interface RsaFacts {
  /** `out-of-range`: not below the modulus. `mismatch`: no padding found after the private operation; why, in `detail`. */
  readonly fault?: 'out-of-range' | 'mismatch';
  readonly detail?: string;
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
  readonly form: 'der' | 'c1c3c2' | 'c1c2c3' | undefined;
  /** How C1 of a raw form is written, when not behind 04. */
  readonly point?: Sm2RawPoint;
  readonly order?: 'swapped';
  readonly pointOff?: boolean;
  readonly notDer?: readonly string[];
  readonly trailing?: number;
  readonly empty?: boolean;
  /** Which hash was used instead, or `unknown`; absent when it matches or was not looked at. */
  readonly hash?: string;
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
  readonly plaintext?: { readonly why: Recognition; readonly form: string };
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
