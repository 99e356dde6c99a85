import { createPublicKey, type KeyObject } from 'node:crypto';
import { ecPublicKeyInfo } from '../formats/keys/public-key-info.ts';
import { fromPem } from '../crypto/pem.ts';
import { KmsKeywrapError } from '../errors.ts';
import { isRaw, keySpecRow, type KeySpec, type KeySpecRow } from '../tables/key-specs.ts';

const refuse = (why: string, hint: string, cause?: unknown) =>
  new KmsKeywrapError('ERR_PUBLIC_KEY', `the expected public key ${why}`, { hint, cause });

function readKey(bytes: Buffer): KeyObject {
  try {
    const der = fromPem(bytes, ['PUBLIC KEY']) ?? bytes;
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    // A way through JWK writes the point uncompressed; SM2, which has no JWK, has no key type in node either.
    return key.asymmetricKeyType === 'ec'
      ? createPublicKey({ key: key.export({ format: 'jwk' }), format: 'jwk' })
      : key;
  } catch (cause) {
    throw refuse(
      'is not a SubjectPublicKeyInfo in DER or PEM',
      'take the public key out of a private key with openssl pkey -pubout, out of a certificate with openssl x509 -pubkey -noout',
      cause,
    );
  }
}

function isOfSpec(key: KeyObject, info: Buffer, row: KeySpecRow): boolean {
  if (!row.importable || isRaw(row)) return false;
  switch (row.kind) {
    case 'rsa':
      return key.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails?.modulusLength === row.modulusBits;
    case 'ec': {
      const { name, fieldBytes } = row.curve;
      return info.equals(ecPublicKeyInfo(name, info.subarray(-(1 + 2 * fieldBytes))));
    }
  }
}

/**
 * SubjectPublicKeyInfo, with an uncompressed point, of what a device gave out for the key inside a blob.
 * @param wrappingPublicKey SubjectPublicKeyInfo, which is easily taken for it
 * @throws KmsKeywrapError `ERR_PUBLIC_KEY`
 */
export function expectedPublicKeyInfo(bytes: Buffer, keySpec: KeySpec, wrappingPublicKey: Buffer): Buffer {
  const row = keySpecRow(keySpec);
  if (isRaw(row))
    throw refuse(`cannot be one of ${keySpec} key material, which has none`, 'leave out --expect-public-key');
  const key = readKey(bytes);
  const info = key.export({ format: 'der', type: 'spki' });
  if (info.equals(wrappingPublicKey))
    throw refuse('is the wrapping key', 'give the public half of the key that was wrapped');
  if (!isOfSpec(key, info, row))
    throw refuse(`is not of key spec ${keySpec}`, 'give the public half of the key that was wrapped');
  return info;
}
