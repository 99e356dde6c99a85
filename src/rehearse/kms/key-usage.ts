import { isRaw, keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import type { KeyUsage, UsageAlgorithms } from '../../tables/key-usages.ts';

/** The algorithms of a key, or undefined when its spec cannot be used that way. */
export function usageAlgorithms(keySpec: KeySpec, usage: KeyUsage): UsageAlgorithms | undefined {
  return keySpecRow(keySpec).usages[usage];
}

/** Whether GetPublicKey makes sense for this key spec. */
export const isAsymmetric = (keySpec: KeySpec) => !isRaw(keySpecRow(keySpec));
