import { curves, type CurveSpec } from '../../tables/curves.ts';
import type { KeyFacts } from '../keys/facts.ts';
import { rsaKeyOf } from '../keys/rsa-key-of.ts';

/** Parts of the given lengths, one after the other; undefined where the bytes do not suffice. */
function partsOf(bytes: Buffer, from: number, lengths: readonly number[]): Buffer[] | undefined {
  const parts: Buffer[] = [];
  let at = from;
  for (const length of lengths) {
    if (at + length > bytes.length) return undefined;
    parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  return parts;
}

/** ECDSA and ECDH private keys of CNG: BCRYPT_ECCKEY_BLOB, then X, Y and d. */
const curveNames: Readonly<Record<string, CurveSpec>> = {
  ECS2: 'ECC_NIST_P256',
  ECS4: 'ECC_NIST_P384',
  ECS6: 'ECC_NIST_P521',
  ECK2: 'ECC_NIST_P256',
  ECK4: 'ECC_NIST_P384',
  ECK6: 'ECC_NIST_P521',
};

/** BCRYPT_RSAKEY_BLOB (RSA2: with the primes; RSA3: with everything) and BCRYPT_ECCKEY_BLOB of Windows CNG, big-endian numbers. */
export function readCngKey(bytes: Buffer): KeyFacts | undefined {
  const magic = bytes.toString('latin1', 0, 4);
  if (magic === 'RSA2' || magic === 'RSA3') return readCngRsa(bytes, magic === 'RSA3');
  const spec = curveNames[magic];
  if (spec === undefined || bytes.length < 8) return undefined;
  const length = bytes.readUInt32LE(4);
  const { fieldBytes, openssl } = curves[spec];
  const [x, y, scalar] = (length === fieldBytes && partsOf(bytes, 8, [length, length, length])) || [];
  if (!x || !y || !scalar) return undefined;
  const point = Buffer.concat([Buffer.of(4), x, y]);
  return {
    type: 'ec',
    outer: { kind: 'named', name: openssl, spec },
    scalar,
    publicKeys: [{ at: 'material.ec.publicKey', point }],
  };
}

/** Longest integer of a header that is believed, in bytes. */
const longest = 2048;

function readCngRsa(bytes: Buffer, full: boolean): KeyFacts | undefined {
  if (bytes.length < 24) return undefined;
  const [exponent = 0, modulus = 0, prime1 = 0, prime2 = 0] = [8, 12, 16, 20].map((at) =>
    bytes.readUInt32LE(at),
  );
  if (Math.max(exponent, modulus, prime1, prime2) > longest) return undefined;
  const lengths = [exponent, modulus, prime1, prime2, ...(full ? [prime1, prime2, prime1, modulus] : [])];
  const [e, n, p, q, dp, dq, qInv, d] = partsOf(bytes, 24, lengths) ?? [];
  return n && rsaKeyOf({ n, e, d, p, q, dp, dq, qInv });
}

/** PRIVATEKEYBLOB of CryptoAPI: BLOBHEADER, RSAPUBKEY, then the numbers, least significant byte first. */
export function readCapiKey(bytes: Buffer): KeyFacts | undefined {
  if (bytes.length < 20 || bytes.toString('latin1', 8, 12) !== 'RSA2') return undefined;
  const modulus = bytes.readUInt32LE(12) / 8;
  if (!Number.isInteger(modulus) || modulus > longest) return undefined;
  const half = Math.ceil(modulus / 2);
  const parts = partsOf(bytes, 16, [4, modulus, half, half, half, half, half, modulus]);
  const [e, n, p, q, dp, dq, qInv, d] = parts?.map((part) => Buffer.from(part).reverse()) ?? [];
  return n && rsaKeyOf({ n, e, d, p, q, dp, dq, qInv });
}
