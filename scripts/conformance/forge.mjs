// @ts-check
// node-forge: forge.mjs unwrap ALGORITHM BLOB KEY OUT | wrap ALGORITHM MATERIAL KEY OUT. It has neither AES key wrap nor SM2.
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from './packages.mjs';

const [direction, algorithm = '', input = '', keyFile = '', out = ''] = process.argv.slice(2);
if (!algorithm.startsWith('RSAES')) process.exit(69);
const forge = load('node-forge');
const binary = (/** @type {string} */ file) => readFileSync(file, 'latin1');
const asn1 = forge.asn1.fromDer(forge.util.createBuffer(binary(keyFile)));
const md = algorithm.endsWith('SHA_1') ? forge.md.sha1 : forge.md.sha256;
const scheme = { md: md.create(), mgf1: { md: md.create() } };
try {
  const text =
    direction === 'unwrap'
      ? forge.pki.privateKeyFromAsn1(asn1).decrypt(binary(input), 'RSA-OAEP', scheme)
      : forge.pki.publicKeyFromAsn1(asn1).encrypt(binary(input), 'RSA-OAEP', scheme);
  writeFileSync(out, text, 'latin1');
} catch (error) {
  process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
  process.exit(1);
}
