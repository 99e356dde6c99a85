import type { SourceId } from '../sources.ts';

/**
 * `error`: KMS documents that it refuses this, or the arithmetic makes it impossible, or the key is exposed or broken.
 * `warning`: undocumented or risky. `notice`: worth knowing, changes nothing.
 */
export type Severity = 'error' | 'warning' | 'notice';

/** What the catalogue says of a finding, whatever the case at hand. */
export interface FindingInfo {
  readonly severity: Severity;
  /** One line, no full stop: what is wrong. */
  readonly title: string;
  /** What it means for the import. */
  readonly meaning: string;
  /** How it comes about in practice. */
  readonly cause: string;
  /** How to mend it. */
  readonly fix: string;
  /** Where it is documented that this is wrong. */
  readonly source: SourceId;
}
