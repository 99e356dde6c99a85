// @ts-check
// Unwraps with the openssl command: node openssl.mjs ALGORITHM BLOB KEY OUT. The key wrap is openssl enc, as documented for wrapping.
import { spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const [algorithm = '', blobFile = '', key = '', out = ''] = process.argv.slice(2);
/** @param {string[]} words @param {Buffer} input @returns {Buffer} */
function openssl(words, input) {
  const { status, stdout, stderr } = spawnSync('openssl', words, { input, maxBuffer: 1 << 20 });
  if (status !== 0) {
    rmSync(out, { force: true });
    process.stderr.write(stderr);
    process.exit(1);
  }
  return stdout;
}
const decrypt = ['pkeyutl', '-decrypt', '-inkey', key, '-keyform', 'DER'];
const hash = algorithm.endsWith('SHA_1') ? 'sha1' : 'sha256';
const oaep = ['rsa_padding_mode:oaep', `rsa_oaep_md:${hash}`, `rsa_mgf1_md:${hash}`].flatMap((option) => [
  '-pkeyopt',
  option,
]);
const blob = readFileSync(blobFile);
if (algorithm === 'SM2PKE') writeFileSync(out, openssl(decrypt, blob));
else if (algorithm.startsWith('RSAES')) writeFileSync(out, openssl([...decrypt, ...oaep], blob));
else {
  const k =
    (createPrivateKey({ key: readFileSync(key), format: 'der', type: 'pkcs8' }).asymmetricKeyDetails
      ?.modulusLength ?? 0) / 8;
  const kek = openssl([...decrypt, ...oaep], blob.subarray(0, k));
  if (kek.length !== 32) process.exit(1);
  writeFileSync(
    out,
    openssl(
      ['enc', '-d', '-id-aes256-wrap-pad', '-K', kek.toString('hex'), '-iv', 'A65959A6'],
      blob.subarray(k),
    ),
  );
}
