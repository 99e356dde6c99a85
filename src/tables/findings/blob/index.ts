import { blobStructureFindings } from './structure.ts';
import { blobTextFindings } from './text.ts';
import type { FindingInfo } from '../types.ts';

/** What can be wrong with the blob as a file, before any of it is decrypted. */
export const blobFindings = {
  ...blobTextFindings,
  ...blobStructureFindings,
} satisfies Record<string, FindingInfo>;
