import { kwpLength } from '../../../crypto/aes-kw.ts';
import type {
  OtherKey,
  RsaPrivateKey,
  RsaPublicKey,
  Sm2PrivateKey,
  Sm2PublicKey,
  WrappingPrivateKey,
  WrappingPublicKey,
} from '../../../crypto/wrapping-key.ts';
import { publicReference } from '../../public-reference.ts';
import { isRaw, keySpecRow, type KeySpec, type KeySpecRow } from '../../../tables/key-specs.ts';
import type { Partition } from '../../../tables/partitions.ts';
import type { Material, ServiceAnswer } from '../../../tables/services/types.ts';
import { sources, type Source } from '../../../tables/sources.ts';
import { support } from '../../../tables/support.ts';
import type { Combination } from '../../../tables/support.ts';
import type { ExpectedNames } from '../../result.ts';
import {
  wrappingAlgorithmRow,
  wrappingKeySpecNames,
  type WrappingAlgorithm,
  type WrappingScheme,
} from '../../../tables/wrapping.ts';
import type { HashName } from '../../../tables/hashes.ts';

/** What a service other than AWS expects: rows in place of AWS's names. */
export interface DueBlob {
  readonly expected: ExpectedNames;
  readonly material: Material;
  readonly scheme: WrappingScheme;
  readonly support: ServiceAnswer | undefined;
  /** Whether the given wrapping key is one that the service hands out, and what it hands out. */
  readonly wrappingKey: { readonly known: boolean; readonly names: string };
}

/** What an audit is told about a blob beside its bytes. Keys are read once and used for a whole batch. */
export interface AuditRequest {
  readonly keySpec: KeySpec;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly partition: Partition;
  readonly due?: DueBlob;
  /** Private half of the wrapping key; with it the diagnosis is whole. */
  readonly privateKey?: WrappingPrivateKey | OtherKey;
  /** The wrapping key itself; not needed beside `privateKey`. */
  readonly publicKey?: WrappingPublicKey | OtherKey;
  /** The plaintext that should be inside, a blob that holds it, or the public key of what should be inside. */
  readonly reference?: Buffer;
}

/** The request as the fact finders use it. */
export interface Context {
  readonly request: AuditRequest;
  /** The key spec that was asked for. */
  readonly row: KeySpecRow;
  /** The combination that was asked for, as far as the wrapping key tells it. */
  readonly expected: ExpectedNames;
  /** Whether the service accepts it; undefined where the wrapping key is not one of the service's. */
  readonly support: ServiceAnswer | undefined;
  readonly algorithm: WrappingScheme;
  /** Whether the given wrapping key is one that the service hands out, and what it hands out. */
  readonly wrappingKey: { readonly known: boolean; readonly names: string };
  /** Whether an AES key and wrapped material are expected, not the material itself. */
  readonly hybrid: boolean;
  /** Hash that the algorithm asks for, in OAEP and in MGF1. */
  readonly hash: HashName | undefined;
  /** Whatever the caller gave, private before public. */
  readonly key: WrappingPublicKey | OtherKey | undefined;
  readonly rsa: RsaPublicKey | undefined;
  readonly rsaPrivate: RsaPrivateKey | undefined;
  readonly sm2: Sm2PublicKey | undefined;
  readonly sm2Private: Sm2PrivateKey | undefined;
  /** Length of raw key material of this key spec; undefined for private keys. */
  readonly rawBytes: number | undefined;
  /** Usual length of key material of this key spec in bytes, exact for raw material. */
  readonly usualBytes: number | undefined;
  /** Plaintext that should be inside. */
  readonly reference: Buffer | undefined;
  /** The public key of what should be inside, in any form; then there is no `reference`. */
  readonly publicReference: Buffer | undefined;
}

function usualBytes(row: KeySpecRow, { partition, due }: AuditRequest): number | undefined {
  const lengths = due?.material.lengths;
  if (lengths !== undefined) return 'least' in lengths || lengths.length > 1 ? undefined : lengths[0];
  if (isRaw(row)) return row.bytes[partition];
  return 'pkcs8Bytes' in row ? row.pkcs8Bytes : undefined;
}

const awsWrappingKeys = wrappingKeySpecNames.join(', ');

function awsAnswer(combination: Combination): ServiceAnswer {
  const { sources: cited, ...answer } = support(combination);
  return { ...answer, sources: cited.map((id): Source => sources[id]) };
}

export function contextOf(request: AuditRequest): Context {
  const { partition, keySpec, wrappingAlgorithm, privateKey, publicKey, reference } = request;
  const algorithm: WrappingScheme = request.due?.scheme ?? wrappingAlgorithmRow(wrappingAlgorithm);
  const row = keySpecRow(keySpec);
  const key = privateKey ?? publicKey;
  const usual = usualBytes(row, request);
  const isPublic = reference !== undefined && publicReference(reference, keySpec) !== undefined;
  const suits = algorithm.wrappingKey;
  const asked = { partition, keySpec, wrappingAlgorithm };
  const wrappingKeySpec = key?.wrappingKeySpec;
  const expected = wrappingKeySpec && { ...asked, wrappingKeySpec };
  return {
    request,
    row,
    expected: request.due?.expected ?? expected ?? asked,
    support: request.due === undefined ? expected && awsAnswer(expected) : request.due.support,
    wrappingKey: request.due?.wrappingKey ?? {
      known: wrappingKeySpec !== undefined,
      names: awsWrappingKeys,
    },
    algorithm,
    hybrid: algorithm.scheme === 'rsa-aes-key-wrap',
    hash: 'hash' in algorithm ? algorithm.hash : undefined,
    key,
    rsa: suits === 'rsa' && key?.kind === 'rsa' ? key : undefined,
    rsaPrivate: suits === 'rsa' && privateKey?.kind === 'rsa' ? privateKey : undefined,
    sm2: suits === 'sm2' && key?.kind === 'sm2' ? key : undefined,
    sm2Private: suits === 'sm2' && privateKey?.kind === 'sm2' ? privateKey : undefined,
    rawBytes: isRaw(row) ? usual : undefined,
    usualBytes: usual,
    reference: isPublic ? undefined : reference,
    publicReference: isPublic ? reference : undefined,
  };
}

/** All that a context is made of. */
const parts = Object.keys({
  keySpec: true,
  wrappingAlgorithm: true,
  partition: true,
  due: true,
  privateKey: true,
  publicKey: true,
  reference: true,
} satisfies Record<keyof AuditRequest, true>) as (keyof AuditRequest)[];

/** `contextOf`, which works nothing out anew for a request like the one before. */
export function contextKeeper(): (request: AuditRequest) => Context {
  let latest: Context | undefined;
  return (request) => {
    const before = latest?.request;
    if (latest === undefined || parts.some((part) => before?.[part] !== request[part]))
      latest = contextOf(request);
    return latest;
  };
}

/** Bytes that an EC key without its optional public key takes once wrapped: Java and tokens leave it out. */
export function shortWrappedBytes({ row }: Context): number | undefined {
  return row.kind === 'ec' ? kwpLength(row.pkcs8BytesWithoutPublicKey) : undefined;
}

/** Bytes that material of the usual length takes once wrapped. */
export function usualWrappedBytes(context: Context): number | undefined {
  return context.usualBytes === undefined ? undefined : kwpLength(context.usualBytes);
}
