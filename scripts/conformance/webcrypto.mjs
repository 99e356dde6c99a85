// @ts-check
// @peculiar/webcrypto: webcrypto.mjs unwrap ALGORITHM BLOB KEY OUT | wrap ALGORITHM MATERIAL KEY OUT. Of AES key wrap it has
// RFC 3394 alone, as WebCrypto does; it has no SM2.
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from './packages.mjs';

const [direction, algorithm = '', input = '', keyFile = '', out = ''] = process.argv.slice(2);
if (!algorithm.startsWith('RSAES')) process.exit(69);
const { Crypto } = load('@peculiar/webcrypto');
const { subtle } = new Crypto();
const oaep = { name: 'RSA-OAEP', hash: algorithm.endsWith('SHA_1') ? 'SHA-1' : 'SHA-256' };
try {
  const opens = direction === 'unwrap';
  const key = await subtle.importKey(opens ? 'pkcs8' : 'spki', readFileSync(keyFile), oaep, false, [
    opens ? 'decrypt' : 'encrypt',
  ]);
  const bytes = await subtle[opens ? 'decrypt' : 'encrypt'](oaep, key, readFileSync(input));
  writeFileSync(out, Buffer.from(bytes));
} catch (error) {
  process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
  process.exit(1);
}
