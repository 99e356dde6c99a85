import { predictability } from '../audit/material/lint.ts';
import { kwpUnwrap } from '../crypto/aes-kw.ts';
import { rsaPublic } from '../crypto/rsa.ts';
import { sm2FromDer } from '../crypto/sm2-ciphertext.ts';
import { sm2PointFrom } from '../crypto/sm2.ts';
import type { RsaPublicKey, WrappingPublicKey } from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import type { WrappingScheme } from '../tables/wrapping.ts';

/** A blob that openssl wrote, and all that is known of it. */
export interface WrittenBlob {
  readonly blob: Buffer;
  /** Plaintext that should be inside. */
  readonly material: Buffer;
  readonly publicKey: WrappingPublicKey;
  readonly wrappingAlgorithm: WrappingScheme;
  /** AES key that openssl made for a hybrid wrap. */
  readonly aesKey?: Buffer | undefined;
}

/**
 * openssl's exit status proves nothing: length and form are looked at, what can be predicted or read is refused, and what
 * the AES key opens is opened.
 * @throws `ERR_OPENSSL_OUTPUT`
 */
export function checkBlob(written: WrittenBlob): void {
  const { publicKey } = written;
  const wrong = publicKey.kind === 'sm2' ? wrongInSm2(written) : wrongInRsa(written, publicKey);
  if (wrong === undefined) return;
  throw new KmsKeywrapError(
    'ERR_OPENSSL_OUTPUT',
    `openssl exited 0 but ${wrong}; its output was thrown away`,
    { hint: 'Run "kms-keywrap doctor" to see what this openssl can do.' },
  );
}

function wrongInSm2({ blob, material }: WrittenBlob): string | undefined {
  const parts = sm2FromDer(blob);
  if (parts?.ciphertext.length !== material.length || !parts.hashFirst || parts.trailingBytes !== 0)
    return 'wrote no SM2 ciphertext of this key material';
  if (sm2PointFrom(parts.c1) === undefined) return 'wrote a C1 that is not on the curve';
  return parts.ciphertext.equals(material) ? 'left the key material unencrypted' : undefined;
}

function wrongInRsa(written: WrittenBlob, publicKey: RsaPublicKey): string | undefined {
  const { blob, material, wrappingAlgorithm, aesKey } = written;
  const { k, modulus } = publicKey;
  const hybrid = wrappingAlgorithm.scheme === 'rsa-aes-key-wrap';
  const length = hybrid ? k + 8 * Math.ceil(material.length / 8) + 8 : k;
  if (blob.length !== length)
    return `wrote ${blob.length} bytes where ${wrappingAlgorithm.name} gives ${length}`;
  const block = blob.subarray(0, k);
  if (Buffer.compare(block, modulus) >= 0) return 'wrote an RSA block that is not below the modulus';
  if (!hybrid) return wrongInBlock(block, material, publicKey);
  if (aesKey?.length !== 32) return 'made no 32-byte AES key';
  if (predictability(aesKey) !== undefined || material.includes(aesKey))
    return 'made an AES key that can be predicted';
  const wrong = wrongInBlock(block, aesKey, publicKey);
  if (wrong !== undefined) return wrong;
  const opened = kwpUnwrap(aesKey, blob.subarray(k));
  const same = opened?.equals(material) === true;
  opened?.fill(0);
  return same ? undefined : 'wrapped something else than the key material, or not under its AES key';
}

/** What shows without the private key: no encryption at all, or one without padding, which anybody can repeat. */
function wrongInBlock(block: Buffer, message: Buffer, publicKey: RsaPublicKey): string | undefined {
  if (block.includes(message)) return 'wrote what it should have encrypted into the RSA block';
  if (predictability(block) !== undefined) return 'wrote an RSA block that no encryption gives';
  const padded = Buffer.alloc(block.length);
  message.copy(padded, padded.length - message.length);
  const bare = rsaPublic(publicKey, padded);
  padded.fill(0);
  return bare.equals(block) ? 'used RSA without any padding' : undefined;
}
