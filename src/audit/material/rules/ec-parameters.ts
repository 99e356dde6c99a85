import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

export const ecParameters: MaterialRule = ({ ec }) =>
  ec?.explicit === undefined
    ? undefined
    : finding('ec-explicit-parameters', 'material.ec.parameters', {
        expected: 'the object identifier of the curve',
        found: ec.explicit,
      });
