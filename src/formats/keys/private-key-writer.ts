import { oids } from '../../tables/algorithms.ts';
import { curves, type CurveSpec } from '../../tables/curves.ts';
import { bits, der, integer, nullValue, objectIdentifier, octets, sequence } from '../der/write.ts';

/** PKCS#8 of an EC key as OpenSSL writes it: named curve, scalar of the field's length, uncompressed public key (RFC 5208; RFC 5915). */
export function ecPrivateKeyInfo(spec: CurveSpec, scalar: Uint8Array, point: Uint8Array): Buffer {
  const algorithm = sequence(objectIdentifier(oids.ecPublicKey), objectIdentifier(curves[spec].oid));
  const key = sequence(integer(1), octets(scalar), der(0xa1, bits(point)));
  return sequence(integer(0), algorithm, octets(key));
}

type RsaIntegers = Readonly<Record<'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qInv', bigint>>;

/** PKCS#8 of an RSA key with two primes (RFC 5208; RFC 8017, A.1). */
export function rsaPrivateKeyInfo({ n, e, d, p, q, dp, dq, qInv }: RsaIntegers): Buffer {
  const key = sequence(integer(0), ...[n, e, d, p, q, dp, dq, qInv].map((value) => integer(value)));
  return sequence(integer(0), sequence(objectIdentifier(oids.rsaEncryption), nullValue()), octets(key));
}
