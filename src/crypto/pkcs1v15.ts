import { KmsKeywrapError } from '../errors.ts';

/**
 * EME-PKCS1-v1_5 decoding of an RSA_NO_PADDING result: 00 02, at least eight non-zero bytes, 00, message
 * (RFC 8017, 7.2.2 step 3). Reads every byte whatever it holds; undefined when anything does not fit.
 * A random block passes once in about 2^16, so a caller that judges must look at the message too.
 */
export function pkcs1v15Decode(block: Buffer): Buffer | undefined {
  if (block.length < 11) return undefined;
  let looking = 1;
  let offset = 0;
  for (let i = 2; i < block.length; i++) {
    const isZero = Number(block[i] === 0);
    offset += looking * isZero * (i + 1);
    looking &= 1 - isZero;
  }
  const valid = Number(block[0] === 0) & Number(block[1] === 2) & (1 - looking) & Number(offset >= 11);
  return valid ? block.subarray(offset) : undefined;
}

/**
 * EME-PKCS1-v1_5 encoding into k bytes (RFC 8017, 7.2.1 step 2).
 * @param random source of the padding; zero bytes in it are drawn again
 * @throws KmsKeywrapError ERR_KEY_MATERIAL when the message is longer than k − 11
 */
export function pkcs1v15Encode(message: Uint8Array, k: number, random: (bytes: number) => Buffer): Buffer {
  if (message.length > k - 11)
    throw new KmsKeywrapError(
      'ERR_KEY_MATERIAL',
      `${message.length} bytes do not fit PKCS#1 v1.5 under a ${k * 8}-bit key: at most ${k - 11} do`,
    );
  const block = Buffer.alloc(k);
  block[1] = 2;
  const end = k - message.length - 1;
  for (let filled = 2; filled < end;)
    for (const byte of random(end - filled)) if (byte !== 0) block[filled++] = byte;
  block.set(message, end + 1);
  return block;
}
