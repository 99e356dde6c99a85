import type { EnvelopeName } from '../../tables/services/types.ts';

/** In which way a text departs from the encoding that is expected. */
export type EncodingFault =
  | 'standard-alphabet'
  | 'url-alphabet'
  | 'padded'
  | 'unpadded'
  | 'twice'
  | 'hex'
  | 'pem'
  | 'lines'
  | 'not-base64'
  | 'empty';

/** One departure of an envelope from its format. `at` is a path such as `envelope.header.kid`. */
export type EnvelopeFault =
  /** `bare`: the blob alone. `not-json`: no JSON object. `other`: an object without the fields of this envelope. */
  | { readonly id: 'envelope-shape'; readonly why: 'bare' | 'not-json' | 'other' | 'byte-order-mark' }
  | {
      readonly id: 'envelope-field' | 'envelope-algorithm';
      readonly at: string;
      readonly expected: string;
      /** Absent where the field is missing. */
      readonly found?: string;
    }
  | {
      readonly id: 'envelope-encoding';
      readonly at: string;
      readonly due: 'base64' | 'base64url' | 'hex';
      readonly why: EncodingFault;
    }
  | {
      readonly id: 'envelope-key-id';
      readonly at: string;
      readonly why: 'no-version' | 'not-a-url' | 'other-key';
      readonly found: string;
    }
  | { readonly id: 'envelope-parts'; readonly why: 'joined' | 'apart' };

/** What an envelope contains. */
export interface Opened {
  readonly envelope: EnvelopeName;
  /** The blob as far as it was found: then the fault lies in what is around it. */
  readonly blob?: Buffer;
  readonly faults: readonly EnvelopeFault[];
  /** Algorithm that the envelope names. */
  readonly algorithm?: string;
  readonly keyId?: string;
  /** The envelope was taken out of the answer of a key release. */
  readonly release?: true;
}
