import type { FindingInfo } from './types.ts';

export const keyWrapFindings = {} as const satisfies Record<string, FindingInfo>;
