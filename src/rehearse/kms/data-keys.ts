import { randomBytes } from 'node:crypto';
import { keySpecRow } from '../../tables/key-specs.ts';
import { newKeyPair, type KeyPair } from '../crypto/key-pair.ts';
import { KmsException } from '../model/exceptions.ts';
import { oneOf } from '../model/fields.ts';
import type { Call } from './call.ts';

/** Fields that say how long a data key is. */
export const dataKeyLength = {
  NumberOfBytes: { type: 'integer', min: 1, max: 1024 },
  KeySpec: oneOf(['AES_256', 'AES_128']),
} as const;

/** Random bytes of the length that a request asks for. @throws KmsException `ValidationException` */
export function newDataKey(request: {
  readonly NumberOfBytes?: number;
  readonly KeySpec?: 'AES_256' | 'AES_128';
}): Buffer {
  const { NumberOfBytes: bytes, KeySpec: spec } = request;
  if ((bytes === undefined) === (spec === undefined))
    throw new KmsException('ValidationException', {
      text: 'Please specify either number of bytes or key spec.',
      undocumented: 'this text was seen elsewhere, not in a document',
    });
  return randomBytes(bytes ?? (spec === 'AES_128' ? 16 : 32));
}

export const keyPairSpecs = [
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'ECC_SECG_P256K1',
  'SM2',
  'ECC_NIST_EDWARDS25519',
  'ML_KEM_512',
  'ML_KEM_768',
  'ML_KEM_1024',
] as const;

/** @throws KmsException `UnsupportedOperationException` for what this partition, or the rehearsal, does not have */
export async function newDataKeyPair({ place }: Call, spec: (typeof keyPairSpecs)[number]): Promise<KeyPair> {
  const unsupported = (why: string) =>
    new KmsException('UnsupportedOperationException', { detail: `${spec}: ${why}.` });
  if (spec === 'ML_KEM_512' || spec === 'ML_KEM_768' || spec === 'ML_KEM_1024')
    throw unsupported('a rehearsal makes no ML-KEM key pairs');
  if (!keySpecRow(spec).partitions.includes(place.partition))
    throw unsupported(`it is not offered in partition ${place.partition}`);
  const pair = await newKeyPair(spec);
  if (pair === undefined) throw unsupported('it has no key pairs');
  return pair;
}
