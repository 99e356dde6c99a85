import { contentFaults } from './content.ts';
import { dressFaults } from './dress.ts';
import { ecFaults } from './ec.ts';
import { formatFaults } from './format.ts';
import { grammarFaults } from './grammar.ts';
import { rsaFaults } from './rsa.ts';
import { textFaults } from './text.ts';
import type { MaterialFault } from './types.ts';

export type { MaterialFault } from './types.ts';

/** Every way to spoil key material, at least one for each finding that one subject alone can show. */
export const materialFaults: readonly MaterialFault[] = [
  ...textFaults,
  ...dressFaults,
  ...formatFaults,
  ...ecFaults,
  ...rsaFaults,
  ...grammarFaults,
  ...contentFaults,
];
