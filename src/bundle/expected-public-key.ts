import { publicKeyOf } from '../audit/material/public-key.ts';
import { publicReference } from '../audit/public-reference.ts';
import { curvePoints, isPointOf } from '../crypto/ec-public-key.ts';
import { ecPublicKeyInfo, rsaPublicKeyInfo } from '../formats/keys/public-key-info.ts';
import type { PublicKeyNumbers } from '../formats/containers/public-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import { isCurveSpec } from '../tables/curves.ts';
import { isRaw, keySpecRow, type KeySpec } from '../tables/key-specs.ts';
import { impliedPartition } from '../tables/support.ts';

const refuse = (why: string, hint: string) =>
  new KmsKeywrapError('ERR_PUBLIC_KEY', `the expected public key ${why}`, { hint });

const howToGet =
  'take the public key out of a private key with openssl pkey -pubout, out of a certificate with openssl x509 -pubkey -noout';

/** SubjectPublicKeyInfo as GetPublicKey returns it; undefined where the key is not of this key spec. */
function infoOf(key: PublicKeyNumbers, keySpec: KeySpec): Buffer | undefined {
  if (key.type === 'rsa') {
    const row = keySpecRow(keySpec);
    const bits = key.n.length * 8 - Math.clz32(key.n[0] ?? 0) + 24;
    return row.kind === 'rsa' && bits === row.modulusBits ? rsaPublicKeyInfo(key.n, key.e) : undefined;
  }
  if (!isCurveSpec(keySpec) || (key.spec !== undefined && key.spec !== keySpec)) return undefined;
  return isPointOf(keySpec, key.point)
    ? ecPublicKeyInfo(keySpec, uncompressed(keySpec, key.point))
    : undefined;
}

/** A hybrid point (X9.62, 4.3.6) has both coordinates, a compressed one the first alone. */
function uncompressed(keySpec: Parameters<typeof curvePoints>[0], point: Buffer): Uint8Array {
  return point[0] === 2 || point[0] === 3
    ? curvePoints(keySpec).fromBytes(point).toBytes(false)
    : Buffer.concat([Buffer.of(4), point.subarray(1)]);
}

/** The public key of the private key, which is accepted in its place; undefined where there is none. */
function publicHalf(bytes: Buffer, keySpec: KeySpec): Buffer | undefined {
  try {
    return publicKeyOf(bytes, { keySpec, partition: impliedPartition({ keySpec: keySpecRow(keySpec) }) });
  } catch (error) {
    if (error instanceof KmsKeywrapError) return undefined;
    throw error;
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
    throw refuse(
      `cannot be one of ${keySpec} key material, which has none`,
      'leave the reference out; an HMAC key is known by a MAC: --expect-mac and --mac-message',
    );
  const key = publicReference(bytes, keySpec);
  if (key?.type === 'ethereum-address')
    throw refuse('is an Ethereum address, which does not tell the public key', howToGet);
  if (key?.type === 'unread') throw refuse('is not in a form that is read', howToGet);
  const info = key === undefined ? publicHalf(bytes, keySpec) : infoOf(key, keySpec);
  if (info === undefined)
    throw key === undefined
      ? refuse('is not a public key in any form', howToGet)
      : refuse(`is not of key spec ${keySpec}`, 'give the public half of the key that was wrapped');
  if (info.equals(wrappingPublicKey))
    throw refuse('is the wrapping key', 'give the public half of the key that was wrapped');
  return info;
}
