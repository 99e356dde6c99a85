import type { SourceId } from '../sources.ts';

/**
 * `error`: KMS documents that it refuses this, or the arithmetic makes it impossible, or the key is exposed or broken.
 * `warning`: undocumented or risky. `notice`: worth knowing, changes nothing.
 */
export type Severity = 'error' | 'warning' | 'notice';

/** What the catalogue tells people about a finding, whatever the case at hand. */
export interface FindingWords {
  readonly severity: Severity;
  /** One line, no full stop: what is wrong. */
  readonly title: string;
  /** What it means for the import. */
  readonly meaning: string;
  /** How it comes about in practice. */
  readonly cause: string;
  /** How to fix it. */
  readonly fix: string;
  /** Where it is documented that this is wrong. */
  readonly source: SourceId;
}

/** What logic asks of a finding beside its severity. */
export interface FindingTraits {
  /**
   * Whether others can learn or guess the key. `rejected`: they can, and KMS cannot import it in this form. `undetected`: they can, and
   * no document says that KMS looks for it, so the import may well succeed.
   */
  readonly exposure: 'none' | 'rejected' | 'undetected';
  /** Whether it is what tells a subject and its reference apart. */
  readonly compares: boolean;
  /** Whether key material with it is wrapped all the same, though it is an error. */
  readonly wrappable: boolean;
  /**
   * What it says of key material whose key spec is not given. `raw`: raw bytes in another form. `structure`: a private key in another
   * form. `nothing`: it can be said of any bytes.
   */
  readonly suggests: 'raw' | 'structure' | 'nothing';
}

/** An entry of the catalogue. */
export interface FindingInfo extends FindingWords, FindingTraits {}

/** An entry as it is written: its words, and the traits in which it differs from its group. */
type Entry = FindingWords & Partial<FindingTraits>;

const harmless = { exposure: 'none', compares: false, wrappable: false } as const;

/** An entry on the blob and its layers. */
export const blobFinding = (entry: Entry): FindingInfo => ({ ...harmless, suggests: 'nothing', ...entry });

/** An entry on the key material inside. */
export const materialFinding = (entry: Entry): FindingInfo => ({
  ...harmless,
  suggests: 'structure',
  ...entry,
});
