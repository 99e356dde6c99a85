import { KmsKeywrapError } from '../errors.ts';
import { wrap } from '../api/wrap.ts';
import { sources } from '../tables/sources.ts';
import { support, type Combination } from '../tables/support.ts';
import type { Check } from '../cases/result.ts';
import type { TestWrappingKey } from './wrapping-keys.ts';

/** That the tool refuses what KMS does not accept, and says why and where that is documented. */
export async function checkRefusal(combination: Combination, { publicDer }: TestWrappingKey): Promise<Check> {
  const name = 'refused with the documented reason';
  const { keySpec, partition, wrappingAlgorithm } = combination;
  const { reason = '', sources: cited } = support(combination);
  try {
    // Whatever the key material is: the refusal comes before it is looked at.
    await wrap({
      keyMaterial: Buffer.alloc(32, 1),
      publicKey: publicDer,
      keySpec,
      partition,
      wrappingAlgorithm,
      engine: 'node',
    });
    return { name, ok: false, detail: 'it was wrapped' };
  } catch (error) {
    if (!(error instanceof KmsKeywrapError)) throw error;
    const says = [reason, ...cited.map((id) => sources[id].title)].every((part) =>
      error.message.includes(part),
    );
    const ok = error.code === 'ERR_UNSUPPORTED_COMBINATION' && says;
    return ok ? { name, ok } : { name, ok, detail: `${error.code}: ${error.message}` };
  }
}
