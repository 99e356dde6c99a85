import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

/** A type or a curve that KMS does not import. */
export const keyType: MaterialRule = ({ key, ec, context }) => {
  const found =
    key?.type === 'other'
      ? key.name
      : ec && !ec.spec && !ec.disagreement
        ? `an EC key, ${ec.curve}`
        : undefined;
  return found === undefined
    ? undefined
    : finding('key-type-unsupported', 'material', { expected: context.keySpec, found });
};
