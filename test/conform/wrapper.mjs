// A wrapper to be examined: node wrapper.mjs FAULT ALGORITHM MATERIAL KEY OUT. Sound when FAULT is "none".
// @ts-check
import {
  constants,
  createCipheriv,
  createHash,
  createPublicKey,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const [fault = '', algorithm = '', materialFile = '', keyFile = '', out = ''] = process.argv.slice(2);
const material = readFileSync(materialFile);
const key = createPublicKey({ key: readFileSync(keyFile), format: 'der', type: 'spki' });
const due = algorithm.endsWith('SHA_1') ? 'sha1' : 'sha256';
const oaepHash = fault === 'other-hash' ? 'sha384' : due;
/** @param {Buffer} message */
const oaep = (message) =>
  fault === 'pkcs1v15'
    ? publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, message)
    : publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, message);

function hybrid() {
  const kek =
    fault === 'same-aes-key'
      ? createHash('sha256').update('no secret').digest()
      : randomBytes(fault === 'aes-128' ? 16 : 32);
  const cipher = createCipheriv(`id-aes${kek.length * 8}-wrap-pad`, kek, Buffer.from('a65959a6', 'hex'));
  return Buffer.concat([oaep(kek), cipher.update(material), cipher.final()]);
}

if (fault === 'writes-nothing') process.exit(0);
writeFileSync(out, algorithm.startsWith('RSA_AES') ? hybrid() : oaep(material));
