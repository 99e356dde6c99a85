import { wrappingKeySpecNames } from '../../../../tables/wrapping.ts';
import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** A wrapping key that parses, but is none that KMS hands out. */
export const wrappingKey: BlobRule = ({ context: { key } }) => {
  if (key === undefined || key.wrappingKeySpec !== undefined) return undefined;
  const found =
    key.kind === 'rsa'
      ? `RSA of ${key.modulusBits} bits`
      : `a key of type ${key.kind === 'other' ? key.type : key.kind}`;
  return finding('wrapping-key-spec', 'wrappingKey', { expected: wrappingKeySpecNames.join(', '), found });
};
