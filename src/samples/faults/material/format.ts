import { createCipheriv, pbkdf2Sync } from 'node:crypto';
import { ecPublicKeyInfo, rsaPublicKeyInfo } from '../../../formats/keys/public-key-info.ts';
import { toBytes } from '../../../formats/der/values.ts';
import { integer, nullValue, objectIdentifier, octets, sequence } from '../../../formats/der/write.ts';
import type { CurveRow } from '../../../tables/curves.ts';
import { isRaw, type KeySpecRow } from '../../../tables/key-specs.ts';
import {
  ecKeyFrom,
  ecParts,
  ecPkcs8,
  ecPrivateKey,
  namedCurve,
  rsaIntegers,
  rsaPrivateKey,
} from '../../keys/private-keys.ts';
import { asymmetric, raw, type FaultInput, type MaterialFault } from './types.ts';

function ecJwk(sound: Buffer, { jwk: crv }: CurveRow): Record<string, string> {
  const { scalar, point } = ecParts(sound);
  const half = (point.length - 1) / 2;
  const [x, y] = [point.subarray(1, 1 + half), point.subarray(1 + half)];
  const text = (bytes: Buffer) => bytes.toString('base64url');
  return { kty: 'EC', crv, x: text(x), y: text(y), d: text(scalar) };
}

function rsaJwk(sound: Buffer): Record<string, string> {
  const { n, e, d, p, q, dp, dq, qInv } = rsaIntegers(sound);
  const text = (value: bigint) => toBytes(value, (value.toString(16).length + 1) >> 1).toString('base64url');
  return {
    kty: 'RSA',
    n: text(n),
    e: text(e),
    d: text(d),
    p: text(p),
    q: text(q),
    dp: text(dp),
    dq: text(dq),
    qi: text(qInv),
  };
}

const noPrivateKey = ({ name }: KeySpecRow) => new RangeError(`${name} material is not a private key`);

function jwkOf({ sound, keySpec }: FaultInput): Record<string, string> {
  if (!keySpec.importable || isRaw(keySpec)) throw noPrivateKey(keySpec);
  switch (keySpec.kind) {
    case 'ec':
      return ecJwk(sound, keySpec.curve);
    case 'rsa':
      return rsaJwk(sound);
  }
}

const jwk = (input: FaultInput) => Buffer.from(JSON.stringify(jwkOf(input)));

/** EncryptedPrivateKeyInfo as `openssl pkcs8 -topk8` writes it: PBES2, PBKDF2 with HMAC-SHA-256, AES-256-CBC (RFC 8018). */
function encrypted({ sound, random }: FaultInput): Buffer {
  const [salt, iv, password] = [random(16), random(16), random(12)];
  const iterations = 2048;
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(password, salt, iterations, 32, 'sha256'), iv);
  const prf = sequence(objectIdentifier('1.2.840.113549.2.9'), nullValue());
  const kdf = sequence(
    objectIdentifier('1.2.840.113549.1.5.12'),
    sequence(octets(salt), integer(iterations), prf),
  );
  const scheme = sequence(objectIdentifier('2.16.840.1.101.3.4.1.42'), octets(iv));
  const algorithm = sequence(objectIdentifier('1.2.840.113549.1.5.13'), sequence(kdf, scheme));
  return sequence(algorithm, octets(Buffer.concat([cipher.update(sound), cipher.final()])));
}

function publicKeyInfo({ sound, keySpec }: FaultInput): Buffer {
  if (!keySpec.importable || isRaw(keySpec)) throw noPrivateKey(keySpec);
  switch (keySpec.kind) {
    case 'ec':
      return ecPublicKeyInfo(keySpec.curve.name, ecParts(sound).point);
    case 'rsa': {
      const { n, e } = rsaIntegers(sound);
      return rsaPublicKeyInfo(toBytes(n, (n.toString(16).length + 1) >> 1), toBytes(e, 3));
    }
  }
}

const otherCurve = ({ keySpec, random }: FaultInput) =>
  ecPkcs8(ecKeyFrom(keySpec.name === 'ECC_NIST_P256' ? 'ECC_NIST_P384' : 'ECC_NIST_P256', random));

/** PKCS#8 of a key that is a string of bytes, as RFC 8410 has it. */
const octetKey = (oid: string, key: Buffer) =>
  sequence(integer(0), sequence(objectIdentifier(oid)), octets(octets(key)));

const one = (
  id: MaterialFault['id'],
  kinds: MaterialFault['kinds'],
  make: MaterialFault['make'],
): MaterialFault => ({ id, expect: [id], kinds, make });

/** A good key in another format, or another key. */
export const formatFaults: readonly MaterialFault[] = [
  one('material-pkcs1', ['rsa'], ({ sound }) => rsaPrivateKey(rsaIntegers(sound))),
  one('material-sec1', ['ec'], ({ sound }) => {
    const parts = ecParts(sound);
    return ecPrivateKey(parts, { inner: namedCurve(parts.spec) });
  }),
  one('material-raw-scalar', ['ec'], ({ sound }) => ecParts(sound).scalar),
  one('material-raw-scalar', ['ec'], ({ sound }) => {
    const { scalar, point } = ecParts(sound);
    return Buffer.concat([scalar, point]);
  }),
  one('material-jwk', asymmetric, jwk),
  one('material-other-format', asymmetric, ({ sound }) =>
    Buffer.concat([Buffer.from('openssh-key-v1\0\0\0\0\u0004none', 'latin1'), sound]),
  ),
  one('material-encrypted', asymmetric, encrypted),
  one('material-public-key', asymmetric, publicKeyInfo),
  one('material-public-key', ['ec'], ({ sound }) => ecParts(sound).point),
  one('key-spec-mismatch', asymmetric, otherCurve),
  one('key-spec-mismatch', raw, otherCurve),
  one('key-type-unsupported', asymmetric, ({ random }) => octetKey('1.3.101.110', random(32))),
  one('key-type-unsupported', asymmetric, ({ random }) => octetKey('1.3.101.112', random(32))),
  one('key-type-unsupported', ['ec'], ({ sound }) =>
    // secp224r1 instead of the due curve; the numbers do not matter any more.
    ecPkcs8(ecParts(sound), { outer: objectIdentifier('1.3.132.0.33') }),
  ),
];
