import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readPrivateKey, type RsaPrivateKey, type Sm2PrivateKey } from '../../src/crypto/wrapping-key.ts';

/** A fresh RSA wrapping key pair. */
export function rsaKey(modulusLength: number): RsaPrivateKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const key = readPrivateKey(privateKey.export({ format: 'der', type: 'pkcs8' }));
  if (key.kind !== 'rsa') throw new Error('not an RSA key');
  return key;
}

/** PKCS#8 DER of a fresh SM2 key, made by openssl. */
export function sm2Pkcs8(): Buffer {
  const pem = execFileSync('openssl', ['genpkey', '-algorithm', 'ec', '-pkeyopt', 'ec_paramgen_curve:sm2']);
  return execFileSync('openssl', ['pkcs8', '-topk8', '-outform', 'der', '-nocrypt'], { input: pem });
}

export function sm2Key(): Sm2PrivateKey {
  const key = readPrivateKey(sm2Pkcs8());
  if (key.kind !== 'sm2') throw new Error('not an SM2 key');
  return key;
}
