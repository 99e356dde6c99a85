/**
 * Form of one request field, as the API model gives it. Lengths of strings in characters, of blobs in bytes; `min` and
 * `max` of a list are numbers of members.
 */
export type Field = { readonly required?: true } & (
  | {
      readonly type: 'string';
      readonly min?: number;
      readonly max?: number;
      readonly pattern?: RegExp;
      readonly values?: readonly string[];
    }
  /** `sensitive`: no message shows even its length. */
  | { readonly type: 'blob'; readonly min: number; readonly max: number; readonly sensitive?: true }
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'timestamp' | 'boolean' }
  | { readonly type: 'list'; readonly of: Field; readonly max?: number }
  /** Of strings to strings. */
  | { readonly type: 'map' }
  | { readonly type: 'structure'; readonly fields: Shape }
);

/** A structure's fields under AWS's names. */
export type Shape = Readonly<Record<string, Field>>;

type FieldValue<F> = F extends { readonly values: readonly (infer V)[] }
  ? V
  : F extends { readonly type: 'string' }
    ? string
    : F extends { readonly type: 'blob' }
      ? Buffer
      : F extends { readonly type: 'boolean' }
        ? boolean
        : F extends { readonly type: 'list'; readonly of: infer M }
          ? readonly FieldValue<M>[]
          : F extends { readonly type: 'map' }
            ? Readonly<Record<string, string>>
            : F extends { readonly type: 'structure'; readonly fields: infer S extends Shape }
              ? Request<S>
              : number;

/** A checked request: blobs decoded, timestamps in seconds since 1970. */
export type Request<S extends Shape> = {
  readonly [K in keyof S as S[K] extends { readonly required: true } ? K : never]: FieldValue<S[K]>;
} & {
  readonly [K in keyof S as S[K] extends { readonly required: true } ? never : K]?: FieldValue<S[K]>;
};

/** The same field, which a request must have. */
export const required = <const F extends Field>(field: F) => ({ ...field, required: true }) as const;

/** A string that is one of these. */
export const oneOf = <const V extends readonly string[]>(values: V) => ({ type: 'string', values }) as const;

export const keyId = { type: 'string', min: 1, max: 2048 } as const satisfies Field;
export const keyMaterialId = {
  type: 'string',
  min: 64,
  max: 64,
  pattern: /^[a-f0-9]+$/,
} as const satisfies Field;
export const aliasName = {
  type: 'string',
  min: 1,
  max: 256,
  pattern: /^[a-zA-Z0-9:/_-]+$/,
} as const satisfies Field;
export const description = { type: 'string', min: 0, max: 8192 } as const satisfies Field;
export const region = {
  type: 'string',
  min: 1,
  max: 32,
  pattern: /^([a-z]+-){2,3}\d+$/,
} as const satisfies Field;
/** Too long a policy has an exception of its own, so its form does not say how long that is. */
export const policy = {
  type: 'string',
  min: 1,
  // eslint-disable-next-line no-control-regex
  pattern: /^[\u0009\u000a\u000d\u0020-\u00ff]+$/,
} as const satisfies Field;
export const policyName = { type: 'string', min: 1, max: 128, pattern: /^[\w]+$/ } as const satisfies Field;
const tagKey = { type: 'string', min: 1, max: 128 } as const satisfies Field;
export const tagKeys = { type: 'list', of: tagKey } as const satisfies Field;
export const tags = {
  type: 'list',
  of: {
    type: 'structure',
    fields: { TagKey: required(tagKey), TagValue: required({ type: 'string', min: 0, max: 256 }) },
  },
} as const satisfies Field;
export const grantTokens = {
  type: 'list',
  of: { type: 'string', min: 1, max: 8192 },
  max: 10,
} as const satisfies Field;
export const boolean = { type: 'boolean' } as const satisfies Field;
/** Ciphertexts, import tokens, signatures, MACs. */
export const ciphertext = { type: 'blob', min: 1, max: 6144 } as const satisfies Field;
export const plaintext = { type: 'blob', min: 1, max: 4096, sensitive: true } as const satisfies Field;
export const encryptionContext = { type: 'map' } as const satisfies Field;
export const recipient = {
  type: 'structure',
  fields: {
    KeyEncryptionAlgorithm: oneOf(['RSAES_OAEP_SHA_256']),
    AttestationDocument: { type: 'blob', min: 1, max: 262_144 },
  },
} as const satisfies Field;
export const dryRunModifiers = { type: 'list', of: oneOf(['IGNORE_CIPHERTEXT']) } as const satisfies Field;
/** Of a page. */
export const paging = {
  Limit: { type: 'integer', min: 1, max: 1000 },
  // eslint-disable-next-line no-control-regex
  Marker: { type: 'string', min: 1, max: 1024, pattern: /^[\u0020-\u00ff]*$/ },
} as const satisfies Shape;
