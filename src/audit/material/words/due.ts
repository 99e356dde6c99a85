import type { KeySpec } from '../../../tables/key-specs.ts';
import { keySpecRow } from '../../../tables/key-specs.ts';
import type { MaterialContext } from '../facts/facts.ts';

/** What is expected, under the name that it has at the service. */
export const dueName = ({ due, keySpec }: MaterialContext): string => due?.name ?? keySpec;

/** Every length that a service takes; undefined for AWS, whose lengths are one or two. */
export function dueLengths(due: MaterialContext['due']): string | undefined {
  const lengths = due?.lengths;
  if (lengths === undefined) return undefined;
  if ('least' in lengths) return `${lengths.least} to ${lengths.most} bytes`;
  return `${lengths.join(' or ')} bytes`;
}

/** A key spec of AWS, or the key that it is where another service is meant. */
export function specName({ due }: MaterialContext, spec: KeySpec): string {
  if (due === undefined) return spec;
  const row = keySpecRow(spec);
  if (row.kind === 'ec') return `an EC key on ${row.curve.title}`;
  return row.kind === 'rsa' ? `an RSA key of ${row.modulusBits} bits` : spec;
}
