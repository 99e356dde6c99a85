import { blobFindings } from './blob/index.ts';
import { envelopeFindings } from './blob/envelope.ts';
import { keyWrapFindings } from './blob/key-wrap.ts';
import { materialFindings } from './material/index.ts';
import { rsaFindings } from './blob/rsa.ts';
import { sm2Findings } from './blob/sm2.ts';
import type { FindingInfo } from './types.ts';

export type { FindingInfo, FindingWords, Severity } from './types.ts';

/** The catalogue, outermost layer first. Finding IDs never change. */
export const findings = {
  ...blobFindings,
  ...envelopeFindings,
  ...rsaFindings,
  ...keyWrapFindings,
  ...sm2Findings,
  ...materialFindings,
} satisfies Record<string, FindingInfo>;

export type FindingId = keyof typeof findings;
