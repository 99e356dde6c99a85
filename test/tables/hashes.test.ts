import { execFileSync } from 'node:child_process';
import { createHash, createSign, generateKeyPairSync, publicDecrypt, constants } from 'node:crypto';
import { expect, it } from 'vitest';
import { objectIdentifier } from '../../src/formats/der/write.ts';
import { hashes, hashNames } from '../../src/tables/hashes.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The DigestInfo (RFC 8017, 9.2) in which OpenSSL states the hash of a PKCS#1 v1.5 signature. */
function digestInfo(name: string): Buffer {
  const signature = createSign(name).update('').sign(privateKey);
  return publicDecrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, signature);
}

it.for(hashNames)('%s has the digest length of node', (name) => {
  expect(createHash(name).digest()).toHaveLength(hashes[name].bytes);
});

it.for(hashNames.filter((name) => name !== 'sm3'))(
  '%s has the OID that OpenSSL writes into a signature',
  (name) => {
    expect(digestInfo(name).includes(objectIdentifier(hashes[name].oid))).toBe(true);
  },
);

it('openssl calls the OID of SM3, under which no RSA key signs, sm3', () => {
  const text = execFileSync('openssl', ['asn1parse', '-genstr', `OID:${hashes.sm3.oid}`], {
    encoding: 'utf8',
  });
  expect(text).toMatch(/OBJECT\s+:sm3$/m);
});
