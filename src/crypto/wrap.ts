import { randomBytes } from 'node:crypto';
import { KmsKeywrapError } from '../errors.ts';
import type { WrappingScheme } from '../tables/wrapping.ts';
import { kwpWrap } from './aes-kw.ts';
import { oaepEncode } from './oaep.ts';
import { rsaPublic } from './rsa.ts';
import { sm2ToDer } from './sm2-ciphertext.ts';
import { sm2Encrypt } from './sm2.ts';
import type { RsaPublicKey, WrappingPublicKey } from './wrapping-key.ts';
import { hashes, type HashName } from '../tables/hashes.ts';

/** Gives this many random bytes; a deterministic one makes reproducible fixtures. */
export type Random = (bytes: number) => Buffer;

export interface WrapInput {
  /** Plaintext key material. */
  readonly material: Buffer;
  readonly publicKey: WrappingPublicKey;
  readonly wrappingAlgorithm: WrappingScheme;
  readonly random?: Random;
}

/** The randomness of one RSA wrap. `kek` is there for RSA_AES_KEY_WRAP only. */
export interface RsaRandomness {
  readonly oaepSeed: Buffer;
  readonly kek?: Buffer;
}

function wrongKey({ name }: WrappingScheme, kind: string): KmsKeywrapError {
  return new KmsKeywrapError(
    'ERR_PUBLIC_KEY',
    `${name} does not encrypt under an ${kind.toUpperCase()} key`,
    {
      hint: 'take the wrapping algorithm and wrapping key of one and the same GetParametersForImport call',
    },
  );
}

const oaepBlock = (key: RsaPublicKey, hash: HashName, message: Buffer, seed: Buffer) =>
  rsaPublic(key, oaepEncode(message, key.k, { hash }, seed));

/** The blob that this material and this randomness give: deterministic, for all RSA algorithms in use. */
export function wrapWith(
  { material, publicKey, wrappingAlgorithm: row }: Omit<WrapInput, 'random'>,
  { oaepSeed, kek }: RsaRandomness,
): Buffer {
  if (publicKey.kind !== 'rsa') throw wrongKey(row, publicKey.kind);
  if (row.scheme === 'rsaes-oaep') return oaepBlock(publicKey, row.hash, material, oaepSeed);
  if (row.scheme !== 'rsa-aes-key-wrap' || kek === undefined)
    throw new KmsKeywrapError('ERR_USAGE', `${row.name} has no blob that its OAEP seed and AES key decide`);
  return Buffer.concat([oaepBlock(publicKey, row.hash, kek, oaepSeed), kwpWrap(kek, material)]);
}

/**
 * Wraps key material in process: the bytes that the documented openssl commands write.
 * @throws KmsKeywrapError ERR_UNSUPPORTED_COMBINATION for the retired algorithm, ERR_PUBLIC_KEY for a key of the
 *   other kind, ERR_KEY_MATERIAL for material that is empty or too long
 */
export function wrapMaterial(input: WrapInput): Buffer {
  const { material, publicKey, wrappingAlgorithm: row, random = randomBytes } = input;
  if (row.scheme === 'rsaes-pkcs1-v1_5')
    throw new KmsKeywrapError(
      'ERR_UNSUPPORTED_COMBINATION',
      row.retired?.reason ?? `${row.name} is retired`,
      {
        hint: 'take RSAES_OAEP_SHA_256 or RSA_AES_KEY_WRAP_SHA_256',
      },
    );
  if (row.wrappingKey !== publicKey.kind) throw wrongKey(row, publicKey.kind);
  if (material.length === 0)
    throw new KmsKeywrapError('ERR_KEY_MATERIAL', 'there is no key material to wrap: 0 bytes');
  if (publicKey.kind === 'sm2') return sm2ToDer(sm2Encrypt(publicKey.point, material, { random }));
  if (row.scheme === 'sm2pke') throw wrongKey(row, publicKey.kind);
  const kek = row.scheme === 'rsa-aes-key-wrap' ? random(32) : undefined;
  const blob = wrapWith(input, {
    oaepSeed: random(hashes[row.hash].bytes),
    ...(kek === undefined ? {} : { kek }),
  });
  kek?.fill(0);
  return blob;
}
