import { constants, privateEncrypt, publicDecrypt, randomBytes, type KeyObject } from 'node:crypto';
import { digest } from '../../crypto/hash.ts';
import { mgf1, xorInto } from '../../crypto/mgf1.ts';
import { hashes } from '../../tables/hashes.ts';

/*
 * RSA signatures over a digest: node signs messages only, and KMS accepts either. The encodings are those of RFC 8017.
 */
export type SignatureHash = 'sha256' | 'sha384' | 'sha512';

/** DER of DigestInfo up to the digest (RFC 8017, 9.2, note 1). */
const digestInfo: Readonly<Record<SignatureHash, Buffer>> = {
  sha256: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  sha384: Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  sha512: Buffer.from('3051300d060960864801650304020305000440', 'hex'),
};

export function signPkcs1(key: KeyObject, hash: SignatureHash, hashed: Buffer): Buffer {
  return privateEncrypt(
    { key, padding: constants.RSA_PKCS1_PADDING },
    Buffer.concat([digestInfo[hash], hashed]),
  );
}

export function verifyPkcs1(key: KeyObject, hash: SignatureHash, hashed: Buffer, signature: Buffer): boolean {
  try {
    return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature).equals(
      Buffer.concat([digestInfo[hash], hashed]),
    );
  } catch {
    return false;
  }
}

/** H of EMSA-PSS, over eight zeros, digest and salt. */
const pssHash = (hash: SignatureHash, hashed: Buffer, salt: Buffer) =>
  digest(hash, Buffer.concat([Buffer.alloc(8), hashed, salt]));

const modulusBytes = (key: KeyObject) => (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;

/** EMSA-PSS (RFC 8017, 9.1.1) with a salt as long as the digest, as KMS has it. Moduli here have whole bytes. */
export function signPss(key: KeyObject, hash: SignatureHash, hashed: Buffer): Buffer {
  const salt = randomBytes(hashes[hash].bytes);
  const h = pssHash(hash, hashed, salt);
  const db = Buffer.alloc(modulusBytes(key) - h.length - 1);
  db[db.length - salt.length - 1] = 1;
  salt.copy(db, db.length - salt.length);
  xorInto(db, mgf1(hash, h, db.length));
  db[0]! &= 0x7f;
  return privateEncrypt(
    { key, padding: constants.RSA_NO_PADDING },
    Buffer.concat([db, h, Buffer.from([0xbc])]),
  );
}

/** EMSA-PSS verification (RFC 8017, 9.1.2), of a salt as long as the digest. */
export function verifyPss(key: KeyObject, hash: SignatureHash, hashed: Buffer, signature: Buffer): boolean {
  const size = hashes[hash].bytes;
  const em = openRaw(key, signature);
  if (em?.at(-1) !== 0xbc || (em[0]! & 0x80) !== 0) return false;
  const db = Buffer.from(em.subarray(0, -size - 1));
  const h = em.subarray(-size - 1, -1);
  xorInto(db, mgf1(hash, h, db.length));
  db[0]! &= 0x7f;
  const zeros = db.subarray(0, -size - 1);
  if (!zeros.equals(Buffer.alloc(zeros.length)) || db.at(-size - 1) !== 1) return false;
  return pssHash(hash, hashed, db.subarray(-size)).equals(h);
}

function openRaw(key: KeyObject, signature: Buffer): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return undefined;
  }
}
