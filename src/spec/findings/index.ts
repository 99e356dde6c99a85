import { blobFindings } from './blob.ts';
import { keyWrapFindings } from './key-wrap.ts';
import { materialFindings } from './material.ts';
import { rsaFindings } from './rsa.ts';
import { sm2Findings } from './sm2.ts';
import type { FindingInfo } from './types.ts';

export type { FindingInfo, Severity } from './types.ts';

/** The catalogue, outermost layer first. An id is for ever. */
export const findings = {
  ...blobFindings,
  ...rsaFindings,
  ...keyWrapFindings,
  ...sm2Findings,
  ...materialFindings,
} as const satisfies Record<string, FindingInfo>;

export type FindingId = keyof typeof findings;
