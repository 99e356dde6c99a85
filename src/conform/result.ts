import type { Finding } from '../audit/finding.ts';
import type { FindingId } from '../tables/findings/index.ts';
import type { Combination } from '../tables/support.ts';
import type { WrapGroup } from '../golden/vector.ts';

/**
 * What came of one case. `right`: as it should be. `wrong-bytes`: the blob is sound, other bytes came out. `accepted`: something
 * came out of a blob that has to be refused. `refused`: nothing came of an input that has to be taken. `faulty`: an audit finds
 * something wrong with the blob that a wrapper made. `crashed`: ended by a signal, or wrote without end. `hung`: did not end in
 * time. `unavailable`: the implementation says that it has no such algorithm.
 */
export const conformStatuses = [
  'right',
  'wrong-bytes',
  'accepted',
  'refused',
  'faulty',
  'crashed',
  'hung',
  'unavailable',
] as const;
export type ConformStatus = (typeof conformStatuses)[number];

export type Direction = 'unwrap' | 'wrap';

/** What a case asks for: that the input is taken, that it is refused, or either. */
export type Due = 'accept' | 'reject' | 'either';

export interface ConformResult extends Omit<Combination, 'wrappingKeySpec'> {
  /** `vectors/rsaes_oaep_sha_1/17`, `faults/RSAES_OAEP_SHA_256/label`, `wrap/aws/HMAC_224/…`. */
  readonly id: string;
  readonly direction: Direction;
  readonly wrappingKeySpec: WrapGroup['wrappingKeySpec'];
  readonly due: Due;
  /** What is wrong with the blob that was given, where something is. */
  readonly fault?: FindingId;
  readonly status: ConformStatus;
  /** Length of what came out, in bytes. */
  readonly gave?: number;
  /** Whether what came out is the key material. */
  readonly gaveMaterial?: boolean;
  readonly exitStatus?: number;
  readonly signal?: string;
  /** First line that it wrote to stderr, where it was not right. */
  readonly said?: string;
  /** What an audit finds in the blob that a wrapper made, beyond what the case calls for. */
  readonly findings: readonly Finding[];
  /** Wall time in milliseconds. */
  readonly ms: number;
}

export interface ConformReport {
  readonly environment: { readonly implementation: string };
  readonly cases: readonly ConformResult[];
  readonly summary: Readonly<Record<ConformStatus, number>>;
}

export const summarizeConform = (cases: readonly ConformResult[]): ConformReport['summary'] => {
  const summary = Object.fromEntries(conformStatuses.map((status) => [status, 0])) as Record<
    ConformStatus,
    number
  >;
  for (const { status } of cases) summary[status] += 1;
  return summary;
};

/** Whether an implementation is at fault in a case. */
export const isAtFault = ({ status }: Pick<ConformResult, 'status'>) =>
  status !== 'right' && status !== 'unavailable';
