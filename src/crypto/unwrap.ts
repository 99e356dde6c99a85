import { randomBytes } from 'node:crypto';
import { KmsKeywrapError } from '../errors.ts';
import type { WrappingScheme } from '../tables/wrapping.ts';
import { kwpUnwrap } from './aes-kw.ts';
import { oaepDecode, type OaepDecoded } from './oaep.ts';
import { pkcs1v15Decode } from './pkcs1v15.ts';
import { rsaPrivate } from './rsa.ts';
import { sm2FromDer, sm2ToDer } from './sm2-ciphertext.ts';
import { sm2Decrypt } from './sm2.ts';
import { wrapWith } from './wrap.ts';
import type { RsaPrivateKey, Sm2PrivateKey, WrappingPrivateKey } from './wrapping-key.ts';

export interface UnwrapInput {
  readonly blob: Buffer;
  readonly privateKey: WrappingPrivateKey;
  readonly wrappingAlgorithm: WrappingScheme;
}

export interface Unwrapped {
  readonly material: Buffer;
  /** Seed of the RSAES-OAEP encoding. */
  readonly oaepSeed?: Buffer;
  /** AES key of RSA_AES_KEY_WRAP. */
  readonly kek?: Buffer;
}

/** One reason for every failure: which part of a padding did not fit must not be told to the sender of the blob. */
const doesNotUnwrap = ({ name }: WrappingScheme) =>
  new KmsKeywrapError('ERR_UNWRAP', `the blob does not unwrap as ${name} with this private key`, {
    hint: 'kms-keywrap audit names what is wrong with it',
  });

/**
 * Opens a blob with the private half of its wrapping key, strictly.
 * @throws KmsKeywrapError ERR_UNWRAP when it does not open, ERR_PRIVATE_KEY for a key of the other kind
 */
export function unwrapBlob(input: UnwrapInput): Unwrapped {
  const { privateKey, wrappingAlgorithm } = input;
  const needed = wrappingAlgorithm.wrappingKey;
  if (privateKey.kind !== needed)
    throw new KmsKeywrapError(
      'ERR_PRIVATE_KEY',
      `${wrappingAlgorithm.name} needs an ${needed.toUpperCase()} private key, found an ${privateKey.kind.toUpperCase()} one`,
    );
  const unwrapped =
    privateKey.kind === 'rsa' ? unwrapRsa(input, privateKey) : unwrapSm2(input.blob, privateKey);
  if (unwrapped === undefined) throw doesNotUnwrap(wrappingAlgorithm);
  return unwrapped;
}

function unwrapRsa({ blob, wrappingAlgorithm: row }: UnwrapInput, key: RsaPrivateKey): Unwrapped | undefined {
  const hybrid = row.scheme === 'rsa-aes-key-wrap';
  if (!hybrid && blob.length !== key.k) return undefined;
  const block = rsaPrivate(key, blob.subarray(0, key.k));
  if (block === undefined || row.scheme === 'sm2pke') return undefined;
  if (row.scheme === 'rsaes-pkcs1-v1_5') {
    const material = pkcs1v15Decode(block);
    return material === undefined ? undefined : { material };
  }
  const decoded = oaepDecode(block, row);
  if (hybrid) return unwrapHybrid(decoded, blob.subarray(key.k));
  return decoded && { material: decoded.message, oaepSeed: decoded.seed };
}

/** A block that did not open goes on with a random AES key, so that the whole blob takes the same steps to its one verdict. */
function unwrapHybrid(decoded: OaepDecoded | undefined, wrapped: Buffer): Unwrapped | undefined {
  const nobodys = randomBytes(32);
  const opened = decoded?.message.length === 32;
  const kek = opened ? decoded.message : nobodys;
  const material = kwpUnwrap(kek, wrapped);
  return opened && material !== undefined ? { material, oaepSeed: decoded.seed, kek } : undefined;
}

function unwrapSm2(blob: Buffer, key: Sm2PrivateKey): Unwrapped | undefined {
  const parts = sm2FromDer(blob);
  if (
    parts === undefined ||
    !parts.hashFirst ||
    parts.ciphertext.length === 0 ||
    !sm2ToDer(parts).equals(blob)
  )
    return undefined;
  const decrypted = sm2Decrypt(key.scalar, parts);
  return decrypted?.hashMatches ? { material: decrypted.plaintext } : undefined;
}

/**
 * Accounts for every byte of a blob: computes it again from what was recovered. RSA blobs come out of their OAEP seed
 * and AES key. SM2's ephemeral scalar cannot be recovered from a ciphertext, so there the DER is written again from the
 * parts that were read; that C1 and C2 belong together is what the hash C3, checked when unwrapping, proves.
 */
export function recomputeBlob(input: UnwrapInput, unwrapped: Unwrapped): Buffer {
  const { privateKey, wrappingAlgorithm, blob } = input;
  if (privateKey.kind === 'sm2') {
    const parts = sm2FromDer(blob);
    if (parts === undefined) throw doesNotUnwrap(wrappingAlgorithm);
    return sm2ToDer(parts);
  }
  const { material, oaepSeed, kek } = unwrapped;
  if (oaepSeed === undefined)
    throw new KmsKeywrapError(
      'ERR_USAGE',
      `${wrappingAlgorithm.name} leaves no seed from which the blob could be computed again`,
    );
  return wrapWith(
    { material, publicKey: privateKey, wrappingAlgorithm },
    kek === undefined ? { oaepSeed } : { oaepSeed, kek },
  );
}
