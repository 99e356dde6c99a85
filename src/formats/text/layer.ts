/** Where encoded bytes stood: it says nothing about how they are encoded. */
export type Place =
  /** Text in UTF-16, or with a byte order mark. */
  | {
      readonly kind: 'unicode';
      readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
      readonly mark: boolean;
    }
  /** A field of a JSON document. The path is one of jq: `.keys[0].d`; the document itself is `.`. */
  | { readonly kind: 'json'; readonly path: string }
  /** The value of a name: a shell assignment, a line of YAML or of a properties file. */
  | { readonly kind: 'assignment'; readonly name: string }
  /** Text with escapes for JSON, a shell or a URL around it. */
  | { readonly kind: 'escaped'; readonly style: 'backslash' | 'percent' }
  /** Digits in the middle of other text, such as a log line or an XML element. */
  | { readonly kind: 'inside'; readonly offset: number };

/** What became of the line breaks of a PEM block. */
export type PemLineBreaks = 'kept' | 'escaped' | 'gone';

/** How bytes were encoded as text, or what was wrapped around them. */
export type Encoding =
  | {
      readonly kind: 'pem';
      readonly label: string;
      /** Which of how many blocks in the text, from 1. */
      readonly block: number;
      readonly blocks: number;
      readonly lineBreaks: PemLineBreaks;
      /** Its first or its last line was left after. */
      readonly missing?: 'begin' | 'end';
      /** RFC 1421 headers say that it is encrypted: the cipher and its initial value. */
      readonly encryption?: PemEncryption;
    }
  | { readonly kind: 'base64'; readonly alphabet: 'standard' | 'url'; readonly characters: number }
  | {
      readonly kind: 'hex';
      readonly style: 'digits' | 'separated' | 'escapes' | 'dump';
      readonly digits: number;
      /** The number of digits is odd: a zero was put before them to have whole bytes. */
      readonly odd?: true;
    }
  /** Bytes as decimal numbers, in the dress of any language. */
  | { readonly kind: 'numbers'; readonly count: number; readonly signed: boolean }
  /** A string literal with escapes. */
  | { readonly kind: 'literal'; readonly language: 'python' | 'c'; readonly escapes: number }
  /** One decimal number, as a big-integer type prints it. */
  | { readonly kind: 'decimal'; readonly digits: number }
  /** DER around the bytes: an OCTET STRING, or an INTEGER around a scalar. */
  | { readonly kind: 'octet-string' }
  /** A PKCS#8 structure whose private key is a PKCS#8 structure in turn. */
  | { readonly kind: 'pkcs8' };

/** RFC 1421, 4.6.1.1 and 4.6.1.3, as OpenSSL writes them. */
export interface PemEncryption {
  /** `AES-256-CBC`; undefined where the header is missing or not readable. */
  readonly cipher?: string;
  readonly iv?: Buffer;
}

export type Layer = Place | Encoding;
export type EncodingKind = Encoding['kind'];

const places: ReadonlySet<string> = new Set<Place['kind']>([
  'unicode',
  'json',
  'assignment',
  'escaped',
  'inside',
]);

/** Whether a layer encodes the bytes, and is not only where they stood. */
export const isEncoding = (layer: Layer): layer is Encoding => !places.has(layer.kind);

/** Why bytes cannot be had out of text that was meant to hold them. */
export type Loss =
  /** A display that leaves out its middle or its end: `... 206 more bytes`. */
  | { readonly why: 'abridged' }
  /** Characters among the digits that the encoding does not have. */
  | { readonly why: 'foreign-characters'; readonly count: number }
  /** A number of characters that no number of bytes gives. */
  | { readonly why: 'character-count'; readonly characters: number };
