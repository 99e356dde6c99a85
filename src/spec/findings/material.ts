import type { FindingInfo } from './types.ts';

export const materialFindings = {} as const satisfies Record<string, FindingInfo>;
