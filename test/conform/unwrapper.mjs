// An unwrapper to be examined: node unwrapper.mjs FAULT ALGORITHM BLOB KEY OUT. Sound when FAULT is "none"; any other name
// plants that fault. Written from RFC 8017 and RFC 5649 alone.
import { constants, createDecipheriv, createHash, createPrivateKey, privateDecrypt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const [fault = '', algorithm = '', blobFile = '', keyFile = '', out = ''] = process.argv.slice(2);
/** @param {string} name */
const is = (name) => fault === name;
/** @param {string} why @returns {never} */
const refuse = (why) => {
  console.error(why);
  process.exit(1);
};

const blob = readFileSync(blobFile);
const key = createPrivateKey({ key: readFileSync(keyFile), format: 'der', type: 'pkcs8' });
const k = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;

/** @param {string} hash @param {Buffer} seed @param {number} length */
function mgf1(hash, seed, length) {
  const parts = [];
  for (let counter = 0; parts.length * createHash(hash).digest().length < length; counter++) {
    const index = Buffer.alloc(4);
    index.writeUInt32BE(counter);
    parts.push(createHash(hash).update(seed).update(index).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** @param {Buffer} a @param {Buffer} b */
const xor = (a, b) => Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)));

/** @param {string} hash @param {Buffer} em */
function oaep(hash, em) {
  const empty = createHash(hash).digest();
  const masked = em.subarray(1 + empty.length);
  const seed = xor(em.subarray(1, 1 + empty.length), mgf1(hash, masked, empty.length));
  const db = xor(masked, mgf1(hash, seed, masked.length));
  const one = db.indexOf(1, empty.length);
  const padding = db.subarray(empty.length, one);
  if (em[0] !== 0 || one < 0 || padding.some((byte) => byte !== 0)) return undefined;
  if (!is('ignores-the-label') && !db.subarray(0, empty.length).equals(empty)) return undefined;
  return db.subarray(one + 1);
}

/** @param {Buffer} em */
function pkcs1v15(em) {
  const zero = em.indexOf(0, 2);
  return em[0] === 0 && em[1] === 2 && zero >= 10 ? em.subarray(zero + 1) : undefined;
}

/** @param {Buffer} block @param {string} hash @returns {Buffer} */
function rsa(block, hash) {
  if (block.length !== k) return refuse('wrong length of the RSA block');
  let em;
  try {
    em = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, block);
  } catch {
    return refuse('out of range');
  }
  return (
    oaep(hash, em) ??
    (is('takes-sha-1-for-sha-256') ? oaep('sha1', em) : undefined) ??
    (is('accepts-pkcs1v15') ? pkcs1v15(em) : undefined) ??
    refuse('decryption error')
  );
}

/** RFC 3394, 2.2.2 with the initial value of RFC 5649. @param {Buffer} kek @param {Buffer} wrapped */
function unwrapUnchecked(kek, wrapped) {
  const cipher = createDecipheriv(`aes-${kek.length * 8}-ecb`, kek, null).setAutoPadding(false);
  let a = wrapped.subarray(0, 8);
  const r = Buffer.from(wrapped.subarray(8));
  const n = r.length / 8;
  for (let t = 6 * n; t > 0; t--) {
    const at = ((t - 1) % n) * 8;
    const counter = Buffer.alloc(8);
    counter.writeUInt32BE(t, 4);
    const block = cipher.update(Buffer.concat([xor(a, counter), r.subarray(at, at + 8)]));
    a = block.subarray(0, 8);
    block.copy(r, at, 8);
  }
  return r.subarray(0, a.readUInt32BE(4));
}

/** @param {Buffer} kek @param {Buffer} wrapped @returns {Buffer} */
function kwp(kek, wrapped) {
  if (is('ignores-the-icv') && wrapped.length % 8 === 0 && wrapped.length >= 24)
    return unwrapUnchecked(kek, wrapped);
  try {
    const cipher = createDecipheriv(`id-aes${kek.length * 8}-wrap-pad`, kek, Buffer.from('a65959a6', 'hex'));
    return cipher.update(wrapped);
  } catch {
    return refuse('integrity check failed');
  }
}

function unwrap() {
  const hash = algorithm.endsWith('SHA_1') ? 'sha1' : 'sha256';
  if (blob.length === 0 && is('crashes')) process.abort();
  if (blob.length === 0 && is('hangs')) for (;;);
  if (algorithm.startsWith('RSAES_OAEP'))
    return rsa(is('accepts-trailing-bytes') ? blob.subarray(0, k) : blob, hash);
  const kek = rsa(blob.subarray(0, k), hash);
  if (kek.length !== 32 && !(is('accepts-a-16-byte-aes-key') && kek.length === 16)) return refuse('AES key');
  return kwp(kek, blob.subarray(k));
}

const material = unwrap();
if (is('gives-wrong-bytes')) material.writeUInt8((material[0] ?? 0) ^ 1);
writeFileSync(out, material);
