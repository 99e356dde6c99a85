import { readDer } from '../../formats/structure.ts';
import { readPrivateKey } from '../../crypto/wrapping-key.ts';
import type { Hex, WrapGroup } from '../vector.ts';

const pem = (der: Buffer) =>
  `-----BEGIN PRIVATE KEY-----\n${der.toString('base64').replaceAll(/.{1,64}/g, '$&\n')}-----END PRIVATE KEY-----\n`;

/** Wycheproof's BigInt: two's complement in hexadecimal, so that a set first bit gets a zero byte before it. */
const bigInt = (magnitude: Buffer): Hex =>
  `${(magnitude[0] ?? 0) >= 0x80 || magnitude.length === 0 ? '00' : ''}${magnitude.toString('hex')}`;

/** The numbers of an RSA private key, and the same key as PKCS#8 in DER and PEM. */
export function rsaKeyFields({ privateKey }: Pick<WrapGroup, 'privateKey'>) {
  const der = Buffer.from(privateKey, 'hex');
  const { structure } = readDer(der);
  const key = structure?.form === 'pkcs8' ? structure.key : undefined;
  if (key?.type !== 'rsa') throw new RangeError('a group of RSA vectors has another key');
  const number = (magnitude: Buffer | undefined) => {
    if (magnitude === undefined) throw new RangeError('a number of the RSA key is missing');
    return bigInt(magnitude);
  };
  return {
    keySize: (key.n?.length ?? 0) * 8,
    privateKey: {
      modulus: number(key.n),
      publicExponent: number(key.e),
      privateExponent: number(key.d),
      prime1: number(key.p),
      prime2: number(key.q),
      exponent1: number(key.dp),
      exponent2: number(key.dq),
      coefficient: number(key.qInv),
    },
    privateKeyPkcs8: privateKey,
    privateKeyPem: pem(der),
  };
}

const coordinate = (value: bigint): Hex => value.toString(16).padStart(64, '0');

/** The numbers of an SM2 key pair, and the same key as PKCS#8 in DER and PEM. */
export function sm2KeyFields({ privateKey, publicKey }: Pick<WrapGroup, 'privateKey' | 'publicKey'>) {
  const der = Buffer.from(privateKey, 'hex');
  const key = readPrivateKey(der);
  if (key.kind !== 'sm2') throw new RangeError('a group of SM2 vectors has another key');
  const point = Buffer.from(publicKey, 'hex').subarray(-64);
  return {
    curve: 'sm2p256v1',
    hash: 'SM3',
    privateKey: {
      d: bigInt(Buffer.from(coordinate(key.scalar), 'hex')),
      x: bigInt(point.subarray(0, 32)),
      y: bigInt(point.subarray(32)),
    },
    privateKeyPkcs8: privateKey,
    privateKeyPem: pem(der),
  };
}
