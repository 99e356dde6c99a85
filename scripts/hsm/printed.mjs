// @ts-check
// Runs the commands that `recipe --device` prints for a token, each as it is printed, on a key that was made for it.
import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { $ } from 'zx';
import { wrappingKeyFiles } from './exports.mjs';
import { generate, importRaw, lasting, targets } from './keys.mjs';

/** JWK names of the curves. @type {Record<string, string>} */
const curves = {
  ECC_NIST_P256: 'P-256',
  ECC_NIST_P384: 'P-384',
  ECC_NIST_P521: 'P-521',
  ECC_SECG_P256K1: 'secp256k1',
};

/**
 * The public key of a pair on the token, as SubjectPublicKeyInfo.
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {import('./session.mjs').OpenToken} token
 * @param {import('./keys.mjs').Target} target
 * @param {import('./pkcs11.d.ts').Handle} publicKey
 */
function publicKeyOf(pkcs11, { lib, session }, target, publicKey) {
  const read = (/** @type {number} */ type) =>
    lib.C_GetAttributeValue(session, publicKey, [{ type }])[0]?.value ?? Buffer.alloc(0);
  const url = (/** @type {Buffer} */ bytes) => bytes.toString('base64url');
  const numbers = () => {
    if (target.kind === 'rsa') return { kty: 'RSA', n: url(read(pkcs11.CKA_MODULUS)), e: 'AQAB' };
    // CKA_EC_POINT is a DER OCTET STRING of the uncompressed point; some tokens write the point alone.
    const value = read(pkcs11.CKA_EC_POINT);
    const long = value[1] === 0x81 && value[2] === value.length - 3 ? 3 : 0;
    const point = value.subarray((value[1] === value.length - 2 ? 2 : long) + 1);
    return {
      kty: 'EC',
      crv: curves[target.keySpec],
      x: url(point.subarray(0, point.length / 2)),
      y: url(point.subarray(point.length / 2)),
    };
  };
  return createPublicKey({ key: /** @type {any} */ (numbers()), format: 'jwk' }).export({
    format: 'der',
    type: 'spki',
  });
}

/**
 * Puts a key on the token, and gives what an export of it has to hold: the bytes of a raw key, or the public key of a pair.
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {import('./session.mjs').OpenToken} token
 * @param {import('./keys.mjs').Target} target
 * @param {string} label
 */
function place(pkcs11, token, target, label) {
  if (target.kind === 'raw') {
    const value = randomBytes(target.size ?? 0);
    importRaw(pkcs11, token, target, value, label);
    return value;
  }
  const { publicKey } = generate(pkcs11, token, target, lasting(label));
  if (publicKey === undefined) throw new Error('a pair without a public key');
  return publicKeyOf(pkcs11, token, target, publicKey);
}

/**
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {import('./session.mjs').OpenToken} token
 * @param {{ device: string, place: import('./tokens.mjs').Place, bindingFolder: string }} how
 * @param {string} dir
 */
export async function runPrinted(pkcs11, token, { device, place: where, bindingFolder }, dir) {
  const main = path.resolve('dist/cli/main.js');
  const wrappingKey = createPrivateKey(await readFile(wrappingKeyFiles.RSA_3072));
  const results = [];
  for (const target of targets) {
    const { partition, keySpec } = target;
    const asked = await $({
      nothrow: true,
      quiet: true,
    })`node ${main} recipe ${keySpec} --partition ${partition} --device ${device} --format json`;
    // No way for such keys, and the message says so.
    if (asked.exitCode === 2) continue;
    if (asked.exitCode !== 0) throw new Error(asked.stderr);
    const label = `${partition} ${keySpec}`;
    const { recipes } = JSON.parse(asked.stdout);
    let reference;
    try {
      reference = place(pkcs11, token, target, label);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('CKR_')) throw error;
      const said = `commands are printed for a key that the token cannot hold (${error.message})`;
      results.push({ id: `${partition}-${keySpec}`, partition, keySpec, exitCode: 1, said });
      continue;
    }
    for (const { script, wrappingAlgorithm } of recipes) {
      const id = `${partition}-${keySpec}-${wrappingAlgorithm}`;
      const folder = path.join(dir, id);
      await mkdir(folder, { recursive: true });
      await writeFile(
        path.join(folder, 'WrappingPublicKey.bin'),
        createPublicKey(wrappingKey).export({ format: 'der', type: 'spki' }),
      );
      await writeFile(path.join(folder, 'export.sh'), script);
      await writeFile(path.join(folder, 'reference'), reference);
      const run = await $({
        nothrow: true,
        quiet: true,
        cwd: folder,
        env: {
          ...process.env,
          NODE_PATH: path.join(bindingFolder, 'node_modules'),
          HSM_MODULE: where.module,
          HSM_FOLDER: where.folder,
          HSM_TOKEN: where.label,
          HSM_KEY: label,
          HSM_PIN: where.pin,
        },
      })`sh export.sh`;
      results.push({ id, partition, keySpec, wrappingAlgorithm, exitCode: run.exitCode, said: run.stderr });
    }
  }
  await writeFile(path.join(dir, 'results.json'), JSON.stringify(results));
}
