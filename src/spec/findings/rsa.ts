import type { FindingInfo } from './types.ts';

export const rsaFindings = {} as const satisfies Record<string, FindingInfo>;
