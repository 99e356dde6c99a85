// @ts-check
// jose: jose.mjs wrap ALGORITHM MATERIAL KEY OUT. It encrypts the content encryption key of a JWE, of the lengths that JWE has for
// one; it gives no such key out, so it opens no blob. RSA-OAEP is OAEP with SHA-1 in JOSE.
import { createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from './packages.mjs';

const [, algorithm = '', input = '', keyFile = '', out = ''] = process.argv.slice(2);
const material = readFileSync(input);
/** @type {Record<number, string>} */
const contentEncryptions = { 16: 'A128GCM', 32: 'A256GCM', 48: 'A192CBC-HS384', 64: 'A256CBC-HS512' };
const enc = contentEncryptions[material.length];
if (!algorithm.startsWith('RSAES') || enc === undefined) process.exit(69);
const { FlattenedEncrypt } = await import(pathToFileURL(resolve('jose')).href);
try {
  const { encrypted_key: blob } = await new FlattenedEncrypt(new Uint8Array(1))
    .setProtectedHeader({ alg: algorithm.endsWith('SHA_1') ? 'RSA-OAEP' : 'RSA-OAEP-256', enc })
    .setContentEncryptionKey(material)
    .encrypt(createPublicKey({ key: readFileSync(keyFile), format: 'der', type: 'spki' }));
  writeFileSync(out, Buffer.from(blob, 'base64url'));
} catch (error) {
  process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
  process.exit(1);
}
