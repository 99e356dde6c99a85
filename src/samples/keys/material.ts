import { isRaw, keySpecRow } from '../../tables/key-specs.ts';
import { isCurveSpec } from '../../tables/curves.ts';
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
  if (isRaw(row)) return random(row.bytes[partition]);
  if (row.kind === 'rsa') return seededRsaKey(row.modulusBits, random);
  if (isCurveSpec(keySpec)) return ecPkcs8(ecKeyFrom(keySpec, random));
  throw new RangeError(`${keySpec} cannot be imported`);
}
