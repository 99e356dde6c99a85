// @ts-check
// Runs one submission on the token, and reads back what the token really wrapped.
import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { oaepDecode } from '../../dist/crypto/oaep.js';
import { generateAes } from './keys.mjs';
import { countingIv, mechanism } from './submissions.mjs';

/**
 * @typedef {import('./keys.mjs').Token} Token
 * @typedef {{ publicKey: import('./pkcs11.d.ts').Handle, privateKey: import('node:crypto').KeyObject }} WrappingKey
 * @typedef {{ bytes: number, zeroBytes: number, instead?: string }} Plaintext `instead`: the finding of what was done in place of the mechanism
 * @typedef {{ blob: Buffer, plaintext: Plaintext } | { refused: string, step: string }} Outcome
 */

/** Longest wrapped key: RSA_4096 as PKCS#8, padded, and its check value. */
const ROOM = 8192;

/**
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {Token} token
 * @param {import('./pkcs11.d.ts').Handle} key
 * @param {number | undefined} trueBytes length of a raw key; read from the DER where it is absent
 * @param {import('./submissions.mjs').Submission} submission
 * @param {WrappingKey} wrappingKey
 * @returns {Outcome}
 */
export function runSubmission(pkcs11, token, key, trueBytes, submission, wrappingKey) {
  const { lib, session } = token;
  const wrap = (
    /** @type {string} */ step,
    /** @type {import('./submissions.mjs').Mechanism} */ name,
    /** @type {Buffer} */ under,
    /** @type {Buffer} */ what,
  ) => {
    try {
      return Buffer.from(lib.C_WrapKey(session, mechanism(pkcs11, name), under, what, Buffer.alloc(ROOM)));
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('CKR_')) throw new Refused(error.message, step);
      throw error;
    }
  };
  try {
    if (submission.wrap === undefined) {
      const blob = wrap('key under RSA', submission.rsa, wrappingKey.publicKey, key);
      return {
        blob,
        plaintext: measure(decryptRsa(wrappingKey.privateKey, submission.rsa, blob), trueBytes),
      };
    }
    const kek = generateAes(pkcs11, token, submission.kekBytes ?? 32, { CKA_WRAP: true, CKA_ENCRYPT: true });
    const wrapped = wrap('key under AES', submission.wrap, kek, key);
    const wrappedKek = wrap('AES key under RSA', submission.rsa, wrappingKey.publicKey, kek);
    const kekBytes = /** @type {Buffer} */ (
      lib.C_GetAttributeValue(session, kek, [{ type: pkcs11.CKA_VALUE }])[0]?.value
    );
    const { plaintext, instead } = openWrap(kekBytes, submission.wrap, wrapped);
    return {
      blob: Buffer.concat([wrappedKek, wrapped]),
      plaintext: { ...measure(plaintext, trueBytes), ...(instead === undefined ? {} : { instead }) },
    };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message, step: error.step };
    throw error;
  }
}

class Refused extends Error {
  /** @param {string} reason @param {string} step */
  constructor(reason, step) {
    super(reason);
    this.step = step;
  }
}

/** @param {import('node:crypto').KeyObject} key @param {string} name @param {Buffer} blob */
function decryptRsa(key, name, blob) {
  if (name === 'RSA_PKCS') {
    // node 20 has no PKCS#1 v1.5 decryption: the plaintext stands after the zero that ends the padding.
    const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, blob);
    return block.subarray(block.indexOf(0, 2) + 1);
  }
  // node cannot tell the two hashes of OAEP apart; the package's own oracle can.
  const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, blob);
  const hash = name === 'OAEP_SHA1' ? 'sha1' : 'sha256';
  const mgf1Hash = name === 'OAEP_SHA256' ? 'sha256' : 'sha1';
  const decoded = oaepDecode(block, { hash, mgf1Hash });
  if (decoded === undefined) throw new Error(`the token wrote something other than ${name}`);
  return decoded.message;
}

/**
 * `CKM_AES_KEY_WRAP_PAD` has two meanings: RFC 5649, and RFC 3394 over PKCS#7-padded data.
 * @param {Buffer} kek @param {string} name @param {Buffer} wrapped
 * @returns {{ plaintext: Buffer, instead?: string }}
 */
function openWrap(kek, name, wrapped) {
  if (name !== 'AES_KEY_WRAP_PAD') return { plaintext: decryptAes(kek, name, wrapped) };
  try {
    return { plaintext: decryptAes(kek, name, wrapped) };
  } catch {
    const padded = decryptAes(kek, 'AES_KEY_WRAP', wrapped);
    const length = padded.at(-1) ?? 0;
    if (length < 1 || length > 8 || padded.subarray(-length).some((byte) => byte !== length))
      throw new Error('the token wrote neither RFC 5649 nor RFC 3394 over PKCS#7-padded data');
    return { plaintext: padded.subarray(0, -length), instead: 'kw-pkcs7' };
  }
}

/** @param {Buffer} kek @param {string} name @param {Buffer} wrapped */
function decryptAes(kek, name, wrapped) {
  const bits = kek.length * 8;
  if (name.startsWith('AES_CBC')) {
    const iv = name === 'AES_CBC' ? Buffer.alloc(16) : countingIv;
    const cbc = createDecipheriv(`aes-${bits}-cbc`, kek, iv).setAutoPadding(name === 'AES_CBC_PAD');
    return Buffer.concat([cbc.update(wrapped), cbc.final()]);
  }
  const [cipher, iv] = name === 'AES_KEY_WRAP' ? ['wrap', 'a6a6a6a6a6a6a6a6'] : ['wrap-pad', 'a65959a6'];
  return createDecipheriv(`id-aes${bits}-${cipher}`, kek, Buffer.from(iv, 'hex')).update(wrapped);
}

/** Lengths of what was wrapped, and of the zeros after the key. @param {Buffer} plaintext @param {number | undefined} trueBytes */
function measure(plaintext, trueBytes) {
  const length = trueBytes ?? derBytes(plaintext);
  const rest = plaintext.subarray(length);
  if (rest.some((byte) => byte !== 0))
    throw new Error('the token wrote something other than zeros after the key');
  return { bytes: plaintext.length, zeroBytes: rest.length };
}

/** Length of the outer SEQUENCE, header and all (X.690, 8.1.3). @param {Buffer} der */
function derBytes(der) {
  const first = der[1] ?? 0;
  if (der[0] !== 0x30) throw new Error('the token wrapped no DER SEQUENCE');
  if (first < 0x80) return 2 + first;
  return 2 + (first & 0x7f) + der.readUIntBE(2, first & 0x7f);
}
