// @ts-check
// What an operator would submit to KMS from a PKCS#11 token, mechanism by mechanism, and what is wrong with it.

/**
 * @typedef {import('./keys.mjs').Target} Target
 * @typedef {object} Submission
 * @property {string} id
 * @property {string} wrappingAlgorithm what the operator tells KMS it is
 * @property {Mechanism} rsa the mechanism under the wrapping key: of the key itself, or of the AES key
 * @property {Mechanism} [wrap] the mechanism under the AES key; absent where the key itself goes under RSA
 * @property {number} [kekBytes] AES key length, 32 when absent
 * @property {string[]} faults error findings that the mechanism calls for
 * @property {string[]} [only] key specs that this is tried with; all when absent
 * @property {number} [needs] mechanism without which this is not tried
 *
 * @typedef {'RSA_PKCS' | 'OAEP_SHA1' | 'OAEP_SHA256' | 'OAEP_SHA256_MGF1_SHA1' | 'AES_KEY_WRAP' | 'AES_KEY_WRAP_PAD' | 'AES_KEY_WRAP_KWP' | 'AES_CBC' | 'AES_CBC_IV' | 'AES_CBC_PAD'} Mechanism
 */

/** An IV that is not zero: it shows whether the token uses it. */
export const countingIv = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const CKZ_DATA_SPECIFIED = 1;
const sample = ['SYMMETRIC_DEFAULT', 'RSA_2048', 'ECC_NIST_P384'];
const hybrid = 'RSA_AES_KEY_WRAP_SHA_1';
/** Of PKCS#11 v3.0; pkcs11js has no name for it. */
const CKM_AES_KEY_WRAP_KWP = 0x210b;

/** @type {Submission[]} */
export const submissions = [
  { id: 'oaep-sha1', wrappingAlgorithm: 'RSAES_OAEP_SHA_1', rsa: 'OAEP_SHA1', faults: [] },
  {
    id: 'oaep-sha1-for-sha256',
    wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
    rsa: 'OAEP_SHA1',
    faults: ['oaep-hash'],
    only: sample,
  },
  { id: 'oaep-sha256', wrappingAlgorithm: 'RSAES_OAEP_SHA_256', rsa: 'OAEP_SHA256', faults: [] },
  {
    id: 'oaep-sha256-mgf1-sha1',
    wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
    rsa: 'OAEP_SHA256_MGF1_SHA1',
    faults: ['oaep-mgf1-hash'],
    only: sample,
  },
  { id: 'pkcs1v15', wrappingAlgorithm: 'RSAES_OAEP_SHA_1', rsa: 'RSA_PKCS', faults: ['rsa-pkcs1v15'] },
  { id: 'oaep-kwp', wrappingAlgorithm: hybrid, rsa: 'OAEP_SHA1', wrap: 'AES_KEY_WRAP_PAD', faults: [] },
  {
    id: 'oaep-kwp-for-sha256',
    wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
    rsa: 'OAEP_SHA1',
    wrap: 'AES_KEY_WRAP_PAD',
    faults: ['oaep-hash'],
    only: sample,
  },
  {
    id: 'oaep-kwp-aes128',
    wrappingAlgorithm: hybrid,
    rsa: 'OAEP_SHA1',
    wrap: 'AES_KEY_WRAP_PAD',
    kekBytes: 16,
    faults: ['kek-length'],
    only: sample,
  },
  {
    id: 'oaep-kw',
    wrappingAlgorithm: hybrid,
    rsa: 'OAEP_SHA1',
    wrap: 'AES_KEY_WRAP',
    faults: ['kw-not-kwp'],
  },
  {
    id: 'oaep-cbc',
    wrappingAlgorithm: hybrid,
    rsa: 'OAEP_SHA1',
    wrap: 'AES_CBC',
    faults: ['kwp-other-cipher'],
    only: ['SYMMETRIC_DEFAULT', 'ECC_NIST_P384'],
  },
  {
    id: 'oaep-cbc-iv',
    wrappingAlgorithm: hybrid,
    rsa: 'OAEP_SHA1',
    wrap: 'AES_CBC_IV',
    faults: ['kwp-other-cipher'],
    only: ['ECC_NIST_P384', 'ECC_SECG_P256K1'],
  },
  {
    id: 'oaep-cbc-pad',
    wrappingAlgorithm: hybrid,
    rsa: 'OAEP_SHA1',
    wrap: 'AES_CBC_PAD',
    faults: ['kwp-other-cipher'],
    only: sample,
  },
  {
    id: 'pkcs1v15-kwp',
    wrappingAlgorithm: hybrid,
    rsa: 'RSA_PKCS',
    wrap: 'AES_KEY_WRAP_PAD',
    faults: ['rsa-pkcs1v15'],
    only: sample,
  },
  {
    id: 'oaep-kwp-by-name',
    wrappingAlgorithm: hybrid,
    rsa: 'OAEP_SHA1',
    wrap: 'AES_KEY_WRAP_KWP',
    faults: [],
    needs: CKM_AES_KEY_WRAP_KWP,
  },
  {
    id: 'oaep-sha256-kwp-by-name',
    wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
    rsa: 'OAEP_SHA256',
    wrap: 'AES_KEY_WRAP_KWP',
    faults: [],
    needs: CKM_AES_KEY_WRAP_KWP,
  },
];

/**
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {Mechanism} name
 * @returns {import('./pkcs11.d.ts').Mechanism}
 */
export function mechanism(pkcs11, name) {
  /** @type {(hashAlg: number, mgf: number) => import('./pkcs11.d.ts').Mechanism} */
  const oaep = (hashAlg, mgf) => ({
    mechanism: pkcs11.CKM_RSA_PKCS_OAEP,
    parameter: {
      type: pkcs11.CK_PARAMS_RSA_OAEP,
      hashAlg,
      mgf,
      source: CKZ_DATA_SPECIFIED,
    },
  });
  const all = {
    RSA_PKCS: { mechanism: pkcs11.CKM_RSA_PKCS },
    OAEP_SHA1: oaep(pkcs11.CKM_SHA_1, pkcs11.CKG_MGF1_SHA1),
    OAEP_SHA256: oaep(pkcs11.CKM_SHA256, pkcs11.CKG_MGF1_SHA256),
    OAEP_SHA256_MGF1_SHA1: oaep(pkcs11.CKM_SHA256, pkcs11.CKG_MGF1_SHA1),
    AES_KEY_WRAP: { mechanism: pkcs11.CKM_AES_KEY_WRAP },
    AES_KEY_WRAP_PAD: { mechanism: pkcs11.CKM_AES_KEY_WRAP_PAD },
    AES_KEY_WRAP_KWP: { mechanism: CKM_AES_KEY_WRAP_KWP },
    AES_CBC: { mechanism: pkcs11.CKM_AES_CBC, parameter: Buffer.alloc(16) },
    AES_CBC_IV: { mechanism: pkcs11.CKM_AES_CBC, parameter: countingIv },
    AES_CBC_PAD: { mechanism: pkcs11.CKM_AES_CBC_PAD, parameter: countingIv },
  };
  return all[name];
}

/** How PKCS#11 writes each mechanism with its parameters. */
export const mechanismText = {
  RSA_PKCS: 'CKM_RSA_PKCS',
  OAEP_SHA1: 'CKM_RSA_PKCS_OAEP(CKM_SHA_1, CKG_MGF1_SHA1)',
  OAEP_SHA256: 'CKM_RSA_PKCS_OAEP(CKM_SHA256, CKG_MGF1_SHA256)',
  OAEP_SHA256_MGF1_SHA1: 'CKM_RSA_PKCS_OAEP(CKM_SHA256, CKG_MGF1_SHA1)',
  AES_KEY_WRAP: 'CKM_AES_KEY_WRAP',
  AES_KEY_WRAP_PAD: 'CKM_AES_KEY_WRAP_PAD',
  AES_KEY_WRAP_KWP: 'CKM_AES_KEY_WRAP_KWP',
  AES_CBC: 'CKM_AES_CBC(zero IV)',
  AES_CBC_IV: 'CKM_AES_CBC(IV 000102…0f)',
  AES_CBC_PAD: 'CKM_AES_CBC_PAD(IV 000102…0f)',
};

/** @type {Record<string, number>} */
const fieldBytes = { ECC_NIST_P384: 48, ECC_NIST_P521: 66 };

/**
 * What is to be found in a submission, from the documents and from the plaintext that the token really wrapped: what was
 * asked for, what was done instead, and what the key material is, each of which is independent of the others.
 * @param {Target} target
 * @param {Submission} submission
 * @param {import('./export.mjs').Plaintext} plaintext
 * @param {string} wrappingKeySpec
 * @returns {string[]} finding ids
 */
export function expectation(target, submission, plaintext, wrappingKeySpec) {
  const hybrid = submission.wrap !== undefined;
  const raw = target.kind === 'raw';
  const found = [];
  if (hybrid && target.partition === 'aws-cn') found.push('combination-unsupported');
  if (!hybrid && target.keySpec === 'ECC_NIST_P521' && wrappingKeySpec === 'RSA_2048')
    found.push('combination-unsupported');
  if (hybrid && raw && target.partition === 'aws') found.push('combination-disputed');
  found.push(...submission.faults);
  if (plaintext.instead !== undefined) found.push(plaintext.instead);
  // With its public key a PKCS#8 structure holds three numbers of the field's length, without it one.
  if (target.kind === 'ec' && plaintext.bytes < 3 * (fieldBytes[target.keySpec] ?? 32))
    found.push('ec-public-key-missing');
  // RFC 3394 has no lengths: there the zeros are padding of the wrap.
  if (plaintext.zeroBytes > 0 && submission.wrap !== 'AES_KEY_WRAP')
    found.push(raw ? 'hmac-longer' : 'material-trailing-bytes');
  return found;
}
