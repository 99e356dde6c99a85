import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { keySpecRow, type KeySpec } from '../../tables/key-specs.ts';

/** An asymmetric key, DER on both sides. */
export interface KeyPair {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  /** PKCS#8. */
  readonly privateKey: Buffer;
}

const generate = promisify(generateKeyPair);

/**
 * A fresh key pair of an asymmetric key spec, or undefined of another kind. Runs in node's thread pool; RSA_4096 takes
 * about a second.
 */
export async function newKeyPair(keySpec: KeySpec): Promise<KeyPair | undefined> {
  const row = keySpecRow(keySpec);
  const made =
    row.kind === 'rsa'
      ? generate('rsa', { modulusLength: row.modulusBits })
      : row.kind === 'ec'
        ? generate('ec', { namedCurve: row.curve.node })
        : row.kind === 'ed25519'
          ? generate('ed25519')
          : undefined;
  if (made === undefined) return undefined;
  const { publicKey, privateKey } = await made;
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }),
  };
}
