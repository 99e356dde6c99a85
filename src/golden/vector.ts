import type { FindingId } from '../tables/findings/index.ts';
import type { HashName } from '../tables/hashes.ts';
import type { KeySpec } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import type { WrappingAlgorithm, WrappingKeySpec } from '../tables/wrapping.ts';

/** Bytes as lower-case hex. */
export type Hex = string;

/** Who, beside this package, came to the same bytes. */
export type Confirmer = 'openssl' | 'pyca' | 'java' | 'bouncycastle';

interface Test {
  /** Number within the file, from 1. */
  readonly tcId: number;
  readonly comment: string;
  /** Each is explained in the file's `notes`. */
  readonly flags: readonly string[];
  readonly confirmedBy: readonly Confirmer[];
}

/** One blob under one wrapping key, with everything that it was made from. */
export interface WrapTest extends Test {
  readonly partition: Partition;
  readonly keySpec: KeySpec;
  readonly material: Hex;
  /** What the audit is to compare with: key material, or a blob of it. */
  readonly reference?: Hex;
  /** AES key of RSA_AES_KEY_WRAP. */
  readonly kek?: Hex;
  readonly oaepSeed?: Hex;
  /** Ephemeral scalar of SM2PKE, 32 bytes. */
  readonly sm2K?: Hex;
  readonly blob: Hex;
  /**
   * What opening the blob as its algorithm says has to give. `valid`: `material`. `invalid`: nothing, or other bytes.
   * `acceptable`: a lenient implementation gives `material`, a strict one nothing.
   */
  readonly result: 'valid' | 'invalid' | 'acceptable';
  /** What an audit with the private key says of it. */
  readonly verdict: 'accept' | 'reject';
  /** What that audit names, most fundamental first. */
  readonly findings: readonly FindingId[];
}

export interface WrapGroup {
  readonly type: 'Wrap';
  readonly wrappingAlgorithm: WrappingAlgorithm;
  /** KMS has no RSA_1024: that is one of the faults. */
  readonly wrappingKeySpec: WrappingKeySpec | 'RSA_1024';
  /** PKCS#8 and SubjectPublicKeyInfo, DER. A published test key. */
  readonly privateKey: Hex;
  readonly publicKey: Hex;
  readonly tests: readonly WrapTest[];
}

/** Message and ciphertext of a published example. */
export interface KnownAnswerTest extends Test {
  readonly msg: Hex;
  readonly ct: Hex;
  readonly result: 'valid';
  /** Where exactly in the group's source. */
  readonly reference: string;
}

export interface KeyWrapTest extends KnownAnswerTest {
  readonly key: Hex;
}

/** AES-KW (RFC 3394) or AES-KWP (RFC 5649), as the examples of those documents. */
export interface KeyWrapGroup {
  readonly type: 'AesKw' | 'AesKwp';
  readonly source: string;
  readonly tests: readonly KeyWrapTest[];
}

export interface OaepGroup {
  readonly type: 'RsaesOaep';
  readonly source: string;
  readonly privateKey: Hex;
  readonly hash: HashName;
  readonly mgf1Hash: HashName;
  readonly label: Hex;
  readonly tests: readonly KnownAnswerTest[];
}

export interface Sm2Group {
  readonly type: 'Sm2';
  readonly source: string;
  readonly privateKey: Hex;
  readonly tests: readonly (KnownAnswerTest & { readonly sm2K?: Hex })[];
}

export type TestGroup = WrapGroup | KeyWrapGroup | OaepGroup | Sm2Group;

/** One file of golden/vectors, after the shape of C2SP/wycheproof. Its JSON Schema lies beside it and is closed. */
export interface VectorFile {
  readonly schema: 'kms-keywrap/golden-vectors/1';
  readonly title: string;
  readonly generator: { readonly name: string; readonly version: string };
  /** Program and version after each name in `confirmedBy`. */
  readonly confirmations: Partial<Readonly<Record<Confirmer, string>>>;
  readonly notes: Readonly<Record<string, { readonly description: string; readonly source?: string }>>;
  readonly numberOfTests: number;
  readonly testGroups: readonly TestGroup[];
}

/** Version of what is computed, not of the package: it rises when the vectors change. */
export const generator = { name: 'kms-keywrap', version: '1' } as const;

/** The text of a file: one field a line, so that a difference shows in a few lines. */
export function vectorFileText(file: VectorFile): string {
  return `${JSON.stringify(file, null, 1)}\n`;
}
