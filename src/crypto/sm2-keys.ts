import { readTlv, readTlvs, type Tlv } from './der-tlv.ts';
import { sm2Order, sm2PointFrom, type Sm2Point } from './sm2.ts';

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;
const PARAMETERS = 0xa0;

/** SEQUENCE { OID id-ecPublicKey, OID sm2 } (1.2.840.10045.2.1, 1.2.156.10197.1.301) */
const sm2AlgorithmIdentifier = Buffer.from('06072a8648ce3d020106082a811ccf5501822d', 'hex');
/** OID sm2 as it stands in the parameters of a SEC1 key. */
const sm2Curve = Buffer.from('06082a811ccf5501822d', 'hex');

const members = (element: Tlv | undefined): Tlv[] =>
  element?.tag === SEQUENCE ? (readTlvs(element.content) ?? []) : [];

/** The point of an SM2 SubjectPublicKeyInfo in DER; undefined when it is another key. */
export function sm2PublicPoint(der: Buffer): Sm2Point | undefined {
  const [algorithm, key] = members(readTlv(der));
  if (algorithm?.tag !== SEQUENCE || !algorithm.content.equals(sm2AlgorithmIdentifier)) return undefined;
  // One byte of unused bits, then the uncompressed point.
  if (key?.tag !== BIT_STRING || key.content[0] !== 0 || key.content[1] !== 4) return undefined;
  return sm2PointFrom(key.content.subarray(2));
}

/** The scalar of an SM2 private key, PKCS#8 or SEC1 in DER; undefined when it is another key or out of range. */
export function sm2PrivateScalar(der: Buffer): bigint | undefined {
  const outer = members(readTlv(der));
  const [version, algorithm, wrapped] = outer;
  if (version?.tag !== INTEGER) return undefined;
  if (algorithm?.tag === OCTET_STRING && isSm2Sec1(outer)) return scalar(algorithm.content);
  if (algorithm?.tag !== SEQUENCE || !algorithm.content.equals(sm2AlgorithmIdentifier)) return undefined;
  if (wrapped?.tag !== OCTET_STRING) return undefined;
  const [, key] = members(readTlv(wrapped.content));
  return key?.tag === OCTET_STRING ? scalar(key.content) : undefined;
}

function isSm2Sec1(elements: readonly Tlv[]): boolean {
  return elements.some(({ tag, content }) => tag === PARAMETERS && content.equals(sm2Curve));
}

/** A private key d lies in [1, n − 2] (GB/T 32918.1, 6.1). */
function scalar(bytes: Buffer): bigint | undefined {
  if (bytes.length === 0 || bytes.length > 32) return undefined;
  const d = BigInt(`0x${bytes.toString('hex')}`);
  return d > 0n && d < sm2Order - 1n ? d : undefined;
}
