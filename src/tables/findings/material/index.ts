import { materialContentFindings } from './content.ts';
import { materialEcFindings } from './ec.ts';
import { materialDressFindings } from './dress.ts';
import { materialFormatFindings } from './format.ts';
import { materialGrammarFindings } from './grammar.ts';
import { materialRsaFindings } from './rsa.ts';
import type { FindingInfo } from '../types.ts';

/** What can be wrong with the plaintext key material: its form, its kind, its numbers, its content. */
export const materialFindings = {
  ...materialFormatFindings,
  ...materialDressFindings,
  ...materialGrammarFindings,
  ...materialEcFindings,
  ...materialRsaFindings,
  ...materialContentFindings,
} satisfies Record<string, FindingInfo>;
