import type { FindingInfo } from './types.ts';

export const blobFindings = {} as const satisfies Record<string, FindingInfo>;
