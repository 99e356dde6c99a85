import { findings, type FindingId, type FindingInfo, type Severity } from '../tables/findings/index.ts';
import { sources } from '../tables/sources.ts';

/** One thing that is wrong (or worth knowing) with one subject. Holds no key material. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  /** Path to the place, such as `blob.rsa.oaep` or `material.ec.publicKey`. */
  readonly at: string;
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly fix: string;
  readonly source: string;
}

/** What a rule says beyond the catalogue's entry. */
export interface FindingDetail {
  readonly message?: string;
  readonly expected?: string;
  readonly found?: string;
  readonly fix?: string;
  /** Only where the catalogue allows another severity than its own for a special case. */
  readonly severity?: Severity;
}

/** A finding of the catalogue at a place; title, fix, severity and source come from the catalogue. */
export function finding(id: FindingId, at: string, detail: FindingDetail = {}): Finding {
  const info: FindingInfo = findings[id];
  return {
    id,
    severity: detail.severity ?? info.severity,
    at,
    message: detail.message ?? info.title,
    ...(detail.expected === undefined ? {} : { expected: detail.expected }),
    ...(detail.found === undefined ? {} : { found: detail.found }),
    fix: detail.fix ?? info.fix,
    source: sources[info.source].title,
  };
}
