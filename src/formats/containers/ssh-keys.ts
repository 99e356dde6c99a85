import { curves, type CurveSpec } from '../../tables/curves.ts';
import type { EcKeyFacts, KeyFacts } from '../keys/facts.ts';
import { rsaKeyOf } from '../keys/rsa-key-of.ts';
import type { SshReader } from './ssh-wire.ts';

/** Curves of RFC 5656, 10.1, by the last part of the key type. */
const curveNames: Readonly<Record<string, CurveSpec>> = {
  nistp256: 'ECC_NIST_P256',
  nistp384: 'ECC_NIST_P384',
  nistp521: 'ECC_NIST_P521',
};

const ecdsa = 'ecdsa-sha2-';

/** Name of another type as people know it. */
const others: Readonly<Record<string, string>> = {
  'ssh-ed25519': 'Ed25519',
  'ssh-ed448': 'Ed448',
  'ssh-dss': 'DSA',
};

const otherKey = (type: string): KeyFacts => {
  const name = others[type] ?? type;
  return name === 'Ed25519'
    ? { type: 'other', name, spec: 'ECC_NIST_EDWARDS25519' }
    : { type: 'other', name };
};

/** The private key in the clear part of an OpenSSH file (PROTOCOL.key, 3): its type, then its numbers. */
export function readOpensshNumbers(reader: SshReader): KeyFacts | undefined {
  const type = reader.text();
  if (type === undefined) return undefined;
  if (type === 'ssh-rsa') {
    const [n, e, d, qInv, p, q] = [1, 2, 3, 4, 5, 6].map(() => reader.integer());
    return n && e && d && qInv && p && q ? rsaKeyOf({ n, e, d, p, q, qInv }) : undefined;
  }
  if (!type.startsWith(ecdsa)) return otherKey(type);
  const curve = reader.text();
  const point = reader.string();
  return ecKey(curve, point, reader.integer());
}

/** The two halves of a PuTTY file: public and private blob, each with the numbers that it adds. */
export function readPuttyNumbers(publicBlob: SshReader, privateBlob: SshReader): KeyFacts | undefined {
  const type = publicBlob.text();
  if (type === undefined) return undefined;
  if (type === 'ssh-rsa') {
    const [e, n] = [publicBlob.integer(), publicBlob.integer()];
    const [d, p, q, qInv] = [1, 2, 3, 4].map(() => privateBlob.integer());
    return n && e && d && qInv && p && q ? rsaKeyOf({ n, e, d, p, q, qInv }) : undefined;
  }
  if (!type.startsWith(ecdsa)) return otherKey(type);
  const curve = publicBlob.text();
  return ecKey(curve, publicBlob.string(), privateBlob.integer());
}

/** The scalar is an integer in SSH, and gets its leading zeros back. */
function ecKey(
  name: string | undefined,
  point: Buffer | undefined,
  scalar: Buffer | undefined,
): EcKeyFacts | undefined {
  const spec = name === undefined ? undefined : curveNames[name];
  if (spec === undefined || !point || !scalar) return undefined;
  const { fieldBytes, openssl } = curves[spec];
  const padded = Buffer.concat([Buffer.alloc(Math.max(0, fieldBytes - scalar.length)), scalar]);
  return {
    type: 'ec',
    outer: { kind: 'named', name: openssl, spec },
    scalar: padded,
    publicKeys: [{ at: 'material.ec.publicKey', point }],
  };
}
