import type { ErrorCode } from '../errors.ts';
import type { ServiceName } from '../tables/services/types.ts';
import type { Combination } from '../tables/support.ts';
import type { Finding } from './finding.ts';

/** `accept`: no error. `reject`: at least one error. `undetermined`: nothing wrong seen, but not everything could be looked at. */
export type Verdict = 'accept' | 'reject' | 'undetermined';

/** What was asked for: the names of AWS KMS, or of another service. */
export type ExpectedNames = Partial<Combination> | ServiceNames;

/** Names as the service has them. */
export interface ServiceNames {
  readonly service: ServiceName;
  readonly keySpec?: string;
  readonly wrappingAlgorithm?: string;
  readonly wrappingKeySpec?: string;
  /** The combination has a partition where AWS is meant. */
  readonly partition?: undefined;
}

/** What was really used, as far as it could be seen; absent where it could not. */
export interface Observed {
  /** `oaep`, `pkcs1v15`, `none`, `sm2` … */
  padding?: string;
  oaepHash?: string;
  mgf1Hash?: string;
  /** Hex of the OAEP label (a label is public). */
  label?: string;
  /** Length of the AES key in bits. */
  kekBits?: number;
  /** `kwp`, `kw`, `kw-pkcs7`, `aes-ecb` … */
  kw?: string;
  /** How the key material is encoded: `raw`, `pkcs8-der`, `pem`, `pkcs1`, `sec1` … */
  encoding?: string;
  /** Key spec of the material, or its type where KMS has no such key spec. */
  keySpec?: string;
  materialBytes?: number;
  [more: string]: string | number | boolean | undefined;
}

export interface Subject {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A subject held against the reference that it should equal. Digests and lengths only, never key material. */
export interface ReferenceComparison {
  readonly path: string;
  /** `material`: the file is the plaintext that should be inside. `blob`: a wrapped one, opened with the same key. `public-key`: its public half. */
  readonly kind: 'material' | 'blob' | 'public-key';
  /** What differs, outermost layer first; empty when nothing does. */
  readonly differences: readonly {
    readonly at: string;
    readonly subject: string;
    readonly reference: string;
  }[];
  /** ASN.1 outlines of both, one line an element, where both are DER and differ. */
  readonly outlines?: { readonly subject: readonly string[]; readonly reference: readonly string[] };
}

export interface AuditResult {
  readonly id: string;
  /** `unreadable`: the file or the manifest line could not be read; then `verdict` is `reject` and `error` says why. */
  readonly status: 'examined' | 'unreadable';
  readonly subject: Subject;
  readonly expected: ExpectedNames;
  readonly observed: Observed;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly error?: string;
  readonly reference?: ReferenceComparison;
}

/** What a result is counted under: its verdict, or that there was nothing to judge. */
export type ResultWord = Verdict | 'unreadable';

export const wordOf = ({ status, verdict }: AuditResult): ResultWord =>
  status === 'unreadable' ? 'unreadable' : verdict;

/** Why a subject is unreadable, as data: it crosses between threads. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  /** The fault is this machine's or the command's, not the subject's: the batch ends here. */
  readonly ends: boolean;
}

/** A result on its way into a report, in one word and whole. */
export interface Audited {
  readonly word: ResultWord;
  /** Read when it is asked for, where the result came as text. */
  readonly result: AuditResult;
  /** The result as printable JSON, where it came as text. */
  readonly json?: string;
  readonly failure?: Failure;
}

export const audited = (result: AuditResult): Audited => ({ word: wordOf(result), result });
