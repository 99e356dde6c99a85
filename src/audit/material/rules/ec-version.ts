import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

export const ecVersion: MaterialRule = ({ ec }) =>
  ec?.key.version === undefined || ec.key.version === 1
    ? undefined
    : finding('ec-private-key-version', 'material.ec.version', {
        expected: 'version 1',
        found: `version ${ec.key.version}`,
      });
