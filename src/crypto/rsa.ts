import { constants, privateDecrypt, publicEncrypt } from 'node:crypto';
import type { RsaPrivateKey, RsaPublicKey } from './wrapping-key.ts';

const padding = constants.RSA_NO_PADDING;

/**
 * The bare RSA private operation (RSADP, RFC 8017, 5.1.2): a block of k bytes in, k bytes out, padding untouched.
 * Undefined when the block is not k bytes or not below the modulus.
 */
export function rsaPrivate({ privateKey, k, modulus }: RsaPrivateKey, block: Buffer): Buffer | undefined {
  if (block.length !== k || block.compare(modulus) >= 0) return undefined;
  return privateDecrypt({ key: privateKey, padding }, block);
}

/**
 * The bare RSA public operation (RSAEP, RFC 8017, 5.1.1) on an encoded message of k bytes.
 * @throws RangeError when it is not k bytes or not below the modulus
 */
export function rsaPublic({ publicKey, k, modulus }: RsaPublicKey, block: Buffer): Buffer {
  if (block.length !== k || block.compare(modulus) >= 0)
    throw new RangeError(`RSA takes a block of ${k} bytes below the modulus`);
  return publicEncrypt({ key: publicKey, padding }, block);
}
