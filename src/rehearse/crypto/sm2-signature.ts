import { randomBytes } from 'node:crypto';
import { digest } from '../../crypto/hash.ts';
import { sm2Coordinates, sm2Order, sm2PublicOf, type Sm2Point } from '../../crypto/sm2.ts';
import { readTlv, readTlvs } from '../../crypto/der-tlv.ts';
import { curveRow } from '../../tables/curves.ts';

/*
 * SM2DSA (GB/T 32918.2) with the distinguishing identifier that AWS names (AWS KMS API Reference, Sign, `SM2DSA`).
 * Signatures are SEQUENCE { INTEGER r, INTEGER s }.
 */
const identifier = Buffer.from('1234567812345678');

const bytes32 = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const toBigint = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const mod = (value: bigint) => ((value % sm2Order) + sm2Order) % sm2Order;

/** Fermat: the order is prime. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let base = mod(value);
  for (let exponent = sm2Order - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % sm2Order;
    base = (base * base) % sm2Order;
  }
  return result;
}

/** What is signed of a message: SM3(Z ‖ M), where Z binds the identifier, the curve and the signer (5.5). */
export function sm2MessageDigest(publicKey: Sm2Point, message: Buffer): Buffer {
  const { a, b, gx, gy } = curveRow('SM2');
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(identifier.length * 8);
  const z = digest(
    'sm3',
    Buffer.concat([bits, identifier, ...[a, b, gx, gy].map(bytes32), sm2Coordinates(publicKey)]),
  );
  return digest('sm3', Buffer.concat([z, message]));
}

const integer = (value: bigint) => {
  const hex = value.toString(16);
  const content = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const body = content[0]! >= 0x80 ? Buffer.concat([Buffer.alloc(1), content]) : content;
  return Buffer.concat([Buffer.from([0x02, body.length]), body]);
};

/** @param hashed of `sm2MessageDigest`, 32 bytes */
export function sm2Sign(scalar: bigint, hashed: Buffer): Buffer {
  const e = toBigint(hashed);
  for (;;) {
    const k = toBigint(randomBytes(32));
    if (k === 0n || k >= sm2Order) continue;
    const r = mod(e + sm2PublicOf(k).toAffine().x);
    const s = mod(inverse(1n + scalar) * (k - r * scalar));
    if (r === 0n || r + k === sm2Order || s === 0n) continue;
    const content = Buffer.concat([integer(r), integer(s)]);
    return Buffer.concat([Buffer.from([0x30, content.length]), content]);
  }
}

/** r and s of a signature in DER; undefined when it has another form. */
function parse(signature: Buffer): readonly [bigint, bigint] | undefined {
  const outer = readTlv(signature);
  const parts = outer?.tag === 0x30 ? readTlvs(outer.content) : undefined;
  const [r, s] = parts?.map(({ tag, content }) => (tag === 0x02 ? toBigint(content) : 0n)) ?? [];
  if (parts?.length !== 2 || r === undefined || s === undefined) return undefined;
  const content = Buffer.concat([integer(r), integer(s)]);
  const canonical = Buffer.concat([Buffer.from([0x30, content.length]), content]);
  return canonical.equals(signature) ? [r, s] : undefined;
}

export function sm2Verify(publicKey: Sm2Point, hashed: Buffer, signature: Buffer): boolean {
  const [r = 0n, s = 0n] = parse(signature) ?? [];
  const t = mod(r + s);
  if (r <= 0n || s <= 0n || r >= sm2Order || s >= sm2Order || t === 0n) return false;
  const point = sm2PublicOf(s).add(publicKey.multiply(t));
  return !point.is0() && mod(toBigint(hashed) + point.toAffine().x) === r;
}
