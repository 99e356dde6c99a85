import type { Verdict } from '../../audit/result.ts';
import type { FindingId } from '../../tables/findings/index.ts';
import type { KeySpec } from '../../tables/key-specs.ts';
import type { Partition } from '../../tables/partitions.ts';
import type { WrappingAlgorithm } from '../../tables/wrapping.ts';
import type { Hex } from '../vector.ts';

/** Kinds of bug that Wycheproof's notes name, as far as they occur here. */
export type BugType =
  | 'AUTH_BYPASS'
  | 'BASIC'
  | 'BER_ENCODING'
  | 'CONFIDENTIALITY'
  | 'FUNCTIONALITY'
  | 'LEGACY'
  | 'MISSING_STEP'
  | 'MODIFIED_PARAMETER'
  | 'WRONG_PRIMITIVE';

/** What a flag means. */
export interface Note {
  readonly bugType: BugType;
  readonly description: string;
  /** What comes of an implementation that fails the test. */
  readonly effect?: string;
  readonly links?: readonly string[];
}

/** One ciphertext. `aesKey`, `seed` and `k` are what a valid one was made from, so that encryption can be tested too. */
export interface WycheproofTest {
  readonly tcId: number;
  readonly comment: string;
  readonly flags: readonly string[];
  readonly msg: Hex;
  readonly aesKey?: Hex;
  readonly seed?: Hex;
  readonly k?: Hex;
  readonly ct: Hex;
  /** RSAES-OAEP alone, where Wycheproof's own schema has it. */
  readonly label?: Hex;
  readonly result: 'valid' | 'invalid' | 'acceptable';
}

/** Ciphertexts under one key with one set of parameters; which fields stand beside these depends on the type. */
export interface WycheproofGroup {
  readonly type: 'RsaesOaepDecrypt' | 'RsaAesKeyUnwrap' | 'Sm2Decrypt';
  readonly source: { readonly name: string; readonly version: string };
  readonly [parameter: string]: unknown;
  readonly tests: readonly WycheproofTest[];
}

/** A file in the form of C2SP/wycheproof's testvectors_v1. */
export interface WycheproofFile {
  readonly algorithm: string;
  readonly schema: string;
  readonly numberOfTests: number;
  readonly header: readonly string[];
  readonly notes: Readonly<Record<string, Note>>;
  readonly testGroups: readonly WycheproofGroup[];
}

/** What KMS and an audit make of one test: everything about it that is not cryptography. */
export interface Expectation {
  readonly partition: Partition;
  readonly keySpec: KeySpec;
  readonly verdict: Exclude<Verdict, 'undetermined'>;
  readonly findings: readonly FindingId[];
  /** OAEP seed of a valid ciphertext, which Wycheproof's own schema has no field for. */
  readonly seed?: Hex;
}

/** The sidecar: file name → tcId → expectation. */
export interface AuditExpectations {
  readonly schema: 'audit_expectations_schema_v1.json';
  readonly files: Readonly<
    Record<
      string,
      {
        readonly wrappingAlgorithm: WrappingAlgorithm;
        readonly tests: Readonly<Record<string, Expectation>>;
      }
    >
  >;
}
