import { keySpecNames, keySpecRow } from '../../tables/key-specs.ts';
import { expirationModels, importTypes, keyOrigins, longest } from '../../tables/api-model.ts';
import { keyUsages } from '../../tables/key-usages.ts';
import { wrappingAlgorithmNames, wrappingKeySpecNames } from '../../tables/wrapping.ts';

/** Form of one request field, as the API model gives it. Lengths of strings in characters, of blobs in bytes. */
export type Field = { readonly required?: true } & (
  | {
      readonly type: 'string';
      readonly min?: number;
      readonly max?: number;
      readonly pattern?: RegExp;
      readonly values?: readonly string[];
    }
  | { readonly type: 'blob'; readonly min: number; readonly max: number }
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'timestamp' | 'boolean' }
  /** Of strings; `min` and `max` are those of a member. */
  | { readonly type: 'list'; readonly count: number; readonly min: number; readonly max: number }
  | { readonly type: 'structures' }
);

export type Shape = Readonly<Record<string, Field>>;

const keyId = { type: 'string', min: 1, max: 2048, required: true } as const satisfies Field;
const keyMaterialId = { type: 'string', min: 64, max: 64, pattern: /^[a-f0-9]+$/ } as const satisfies Field;
const grantTokens = { type: 'list', count: 10, min: 1, max: 8192 } as const satisfies Field;
const importBlob = {
  type: 'blob',
  min: 1,
  max: longest.importToken,
  required: true,
} as const satisfies Field;

/** `CustomerMasterKeySpec` was deprecated before the latest key specs came. */
const olderKeySpecs = keySpecNames.filter((name) => keySpecRow(name).customerMasterKeySpec);

/** The operations that the endpoint speaks, and the form of their requests (botocore 1.43.107, service-2). */
export const shapes = {
  CreateKey: {
    // eslint-disable-next-line no-control-regex
    Policy: { type: 'string', min: 1, pattern: /^[\u0009\u000a\u000d\u0020-\u00ff]+$/ },
    Description: { type: 'string', min: 0, max: 8192 },
    KeyUsage: { type: 'string', values: keyUsages },
    CustomerMasterKeySpec: { type: 'string', values: olderKeySpecs },
    KeySpec: { type: 'string', values: keySpecNames },
    Origin: { type: 'string', values: keyOrigins },
    CustomKeyStoreId: { type: 'string', min: 1, max: 64 },
    BypassPolicyLockoutSafetyCheck: { type: 'boolean' },
    Tags: { type: 'structures' },
    MultiRegion: { type: 'boolean' },
    XksKeyId: { type: 'string', min: 1, max: 128, pattern: /^[a-zA-Z0-9-_.]+$/ },
  },
  DescribeKey: { KeyId: keyId, GrantTokens: grantTokens },
  GetParametersForImport: {
    KeyId: keyId,
    WrappingAlgorithm: { type: 'string', values: wrappingAlgorithmNames, required: true },
    WrappingKeySpec: { type: 'string', values: wrappingKeySpecNames, required: true },
  },
  ImportKeyMaterial: {
    KeyId: keyId,
    ImportToken: importBlob,
    EncryptedKeyMaterial: importBlob,
    ValidTo: { type: 'timestamp' },
    ExpirationModel: { type: 'string', values: expirationModels },
    ImportType: { type: 'string', values: importTypes },
    KeyMaterialDescription: { type: 'string', min: 0, max: 256, pattern: /^[a-zA-Z0-9:/_\s.-]+$/ },
    KeyMaterialId: keyMaterialId,
  },
  DeleteImportedKeyMaterial: { KeyId: keyId, KeyMaterialId: keyMaterialId },
  GetPublicKey: { KeyId: keyId, GrantTokens: grantTokens },
  ListKeys: {
    Limit: { type: 'integer', min: 1, max: 1000 },
    // eslint-disable-next-line no-control-regex
    Marker: { type: 'string', min: 1, max: 1024, pattern: /^[\u0020-\u00ff]*$/ },
  },
  ScheduleKeyDeletion: {
    KeyId: keyId,
    PendingWindowInDays: { type: 'integer', min: 1, max: 365 },
  },
} as const satisfies Record<string, Shape>;

export type OperationName = keyof typeof shapes;
export const operationNames = Object.keys(shapes) as readonly OperationName[];

type FieldValue<F> = F extends { readonly values: readonly (infer V)[] }
  ? V
  : F extends { readonly type: 'string' }
    ? string
    : F extends { readonly type: 'blob' }
      ? Buffer
      : F extends { readonly type: 'boolean' }
        ? boolean
        : F extends { readonly type: 'list' | 'structures' }
          ? readonly unknown[]
          : number;

/** A checked request: blobs decoded, timestamps in seconds since 1970. */
export type Request<O extends OperationName> = {
  readonly [
    K in keyof (typeof shapes)[O] as (typeof shapes)[O][K] extends { readonly required: true } ? K : never
  ]: FieldValue<(typeof shapes)[O][K]>;
} & {
  readonly [
    K in keyof (typeof shapes)[O] as (typeof shapes)[O][K] extends { readonly required: true } ? never : K
  ]?: FieldValue<(typeof shapes)[O][K]>;
};
