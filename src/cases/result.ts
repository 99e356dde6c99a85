import type { Combination, SupportStatus } from '../tables/support.ts';

/** What was run on which programs. */
export interface Environment {
  readonly node: string;
  /** The OpenSSL that node was built with. */
  readonly nodeOpenssl: string;
  /** First line of `openssl version`, or why there is none. */
  readonly openssl: string;
}

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen instead, when not ok. Never key material. */
  readonly detail?: string;
}

/** `skipped`: this machine cannot; the reason says which tool and version. */
export type CaseStatus = 'passed' | 'failed' | 'skipped';

export interface VerifyCase extends Combination {
  /** `aws/ECC_NIST_P384/RSAES_OAEP_SHA_256/RSA_3072` */
  readonly id: string;
  readonly support: SupportStatus;
  readonly status: CaseStatus;
  /** Why skipped or failed; why KMS does not accept it; what is disputed. */
  readonly reason?: string;
  readonly checks: readonly Check[];
  /** From 1, where everything is run several times. */
  readonly round?: number;
  /** Wall time in milliseconds. */
  readonly ms: number;
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface VerifyReport {
  readonly environment: Environment;
  readonly cases: readonly VerifyCase[];
  readonly summary: Summary;
}

export function summarize(cases: Iterable<{ readonly status: CaseStatus }>): Summary {
  const summary = { passed: 0, failed: 0, skipped: 0 };
  for (const { status } of cases) summary[status] += 1;
  return summary;
}
