import { blobStructureFindings } from './blob-structure.ts';
import { blobTextFindings } from './blob-text.ts';
import type { FindingInfo } from './types.ts';

/** What can be wrong with the blob as a file, before any of it is decrypted. */
export const blobFindings = {
  ...blobTextFindings,
  ...blobStructureFindings,
} as const satisfies Record<string, FindingInfo>;
