import { isRaw, keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import type { KeyUsage, UsageAlgorithms } from '../../tables/key-usages.ts';
import { KmsException } from '../model/exceptions.ts';
import type { Call } from './call.ts';
import type { Found } from './find-key.ts';

/** The algorithms of a key, or undefined when its spec cannot be used that way. */
export function usageAlgorithms(keySpec: KeySpec, usage: KeyUsage): UsageAlgorithms | undefined {
  return keySpecRow(keySpec).usages[usage];
}

/**
 * That the key is for this operation and algorithm.
 * @throws KmsException `InvalidKeyUsageException`
 */
export function requireUsage(
  { operation }: Call,
  { key, arn }: Found,
  usage: KeyUsage,
  algorithm: string,
): void {
  if (key.keyUsage !== usage)
    throw new KmsException('InvalidKeyUsageException', {
      text: `${arn} key usage is ${key.keyUsage} which is not valid for ${operation}.`,
    });
  const takes = Object.values(usageAlgorithms(key.keySpec, usage) ?? {}).flat();
  if (!takes.includes(algorithm))
    throw new KmsException('InvalidKeyUsageException', {
      text: `Algorithm ${algorithm} is incompatible with key spec ${key.keySpec}.`,
    });
}

/** Whether GetPublicKey makes sense for this key spec. */
export const isAsymmetric = (keySpec: KeySpec) => !isRaw(keySpecRow(keySpec));
