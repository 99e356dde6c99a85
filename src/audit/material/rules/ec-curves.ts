import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

export const ecCurves: MaterialRule = ({ ec }) =>
  ec?.disagreement === undefined
    ? undefined
    : finding('ec-curve-disagreement', 'material.ec.parameters', {
        expected: 'the same curve in both places',
        found: ec.disagreement,
      });
