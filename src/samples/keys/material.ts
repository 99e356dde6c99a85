import { keySpecRow } from '../../tables/key-specs.ts';
import type { Combination } from '../../tables/support.ts';
import { ecKeyFrom, ecPkcs8 } from './private-keys.ts';
import { seededRsaKey } from './rsa-key.ts';
import type { RandomBytes } from './seeded.ts';

/** Sound key material of a key spec, in the form that the documented commands give it; a function of the stream alone. */
export function seededMaterial(
  { keySpec, partition }: Pick<Combination, 'keySpec' | 'partition'>,
  random: RandomBytes,
): Buffer {
  const row = keySpecRow(keySpec);
  if (!row.importable) throw new RangeError(`${keySpec} cannot be imported`);
  switch (row.kind) {
    case 'symmetric':
    case 'hmac':
      return random(row.bytes[partition]);
    case 'rsa':
      return seededRsaKey(row.modulusBits, random);
    case 'ec':
      return ecPkcs8(ecKeyFrom(row.curve.name, random));
  }
}
