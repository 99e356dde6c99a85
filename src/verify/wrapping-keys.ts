import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import {
  loadWrappingPrivateKey,
  loadWrappingPublicKey,
  type WrappingPrivateKey,
  type WrappingPublicKey,
} from '../crypto/wrapping-key.ts';
import { wrappingKeySpecRow, type WrappingKeySpec } from '../tables/wrapping.ts';

const generate = promisify(generateKeyPair);

/** A test key pair that stands in for the one KMS would hand out the public half of. */
export interface TestWrappingKey {
  /** SubjectPublicKeyInfo, DER: what `WrappingPublicKey.bin` holds. */
  readonly publicDer: Buffer;
  /** PKCS#8, DER. */
  readonly privateDer: Buffer;
  readonly publicKey: WrappingPublicKey;
  readonly privateKey: WrappingPrivateKey;
}

async function make(spec: WrappingKeySpec): Promise<TestWrappingKey> {
  const row = wrappingKeySpecRow(spec);
  const pair: { publicKey: KeyObject; privateKey: KeyObject } =
    row.kind === 'rsa'
      ? await generate('rsa', { modulusLength: row.bits })
      : await generate('ec', { namedCurve: 'SM2' });
  const publicDer = pair.publicKey.export({ format: 'der', type: 'spki' });
  const privateDer = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
  return {
    publicDer,
    privateDer,
    publicKey: loadWrappingPublicKey(publicDer),
    privateKey: loadWrappingPrivateKey(privateDer),
  };
}

/** Test wrapping keys of one run, each made once, when it is first asked for. */
export function testWrappingKeys(): (spec: WrappingKeySpec) => Promise<TestWrappingKey> {
  const made = new Map<WrappingKeySpec, Promise<TestWrappingKey>>();
  return (spec) => {
    const key = made.get(spec) ?? make(spec);
    made.set(spec, key);
    return key;
  };
}
