import type { FindingInfo } from './types.ts';

export const sm2Findings = {} as const satisfies Record<string, FindingInfo>;
