// @ts-check
// One key on the token for every key spec that it might hold, and the keys that it wraps with.

/**
 * @typedef {import('./pkcs11.d.ts').Pkcs11} Pkcs11
 * @typedef {{ lib: import('./pkcs11.d.ts').Lib, session: import('./pkcs11.d.ts').Handle }} Token
 * @typedef {{ partition: 'aws' | 'aws-cn', keySpec: string, kind: 'raw' | 'rsa' | 'ec', size?: number, curve?: string }} Target
 */

/** @type {(keySpec: string, size: number, partition?: 'aws' | 'aws-cn') => Target} */
const raw = (keySpec, size, partition = 'aws') => ({ partition, keySpec, kind: 'raw', size });
/** @type {(size: number) => Target} */
const rsa = (size) => ({ partition: 'aws', keySpec: `RSA_${size}`, kind: 'rsa', size });
/** @type {(keySpec: string, curve: string, partition?: 'aws' | 'aws-cn') => Target} */
const ec = (keySpec, curve, partition = 'aws') => ({ partition, keySpec, kind: 'ec', curve });

/** `size` in bytes for raw keys, in bits for RSA; `curve` is the DER of the named curve's OID, in hex. */
export const targets = [
  raw('SYMMETRIC_DEFAULT', 32),
  raw('SYMMETRIC_DEFAULT', 16, 'aws-cn'),
  raw('HMAC_224', 28),
  raw('HMAC_256', 32),
  raw('HMAC_384', 48),
  raw('HMAC_512', 64),
  rsa(2048),
  rsa(3072),
  rsa(4096),
  ec('ECC_NIST_P256', '06082a8648ce3d030107'),
  ec('ECC_NIST_P384', '06052b81040022'),
  ec('ECC_NIST_P521', '06052b81040023'),
  ec('ECC_SECG_P256K1', '06052b8104000a'),
  ec('SM2', '06082a811ccf5501822d', 'aws-cn'),
  ec('ECC_NIST_EDWARDS25519', '06032b6570'),
];

const CKM_EC_EDWARDS_KEY_PAIR_GEN = 0x1055;

/**
 * @typedef {Partial<Record<import('./pkcs11.d.ts').AttributeName, import('./pkcs11.d.ts').Attribute['value']>>} Attributes
 * @param {Pkcs11} pkcs11
 * @param {Attributes} attributes
 */
const template = (pkcs11, attributes) =>
  Object.entries(attributes).map(([name, value]) => ({
    type: pkcs11[/** @type {import('./pkcs11.d.ts').AttributeName} */ (name)],
    value,
  }));

const exportable = { CKA_EXTRACTABLE: true, CKA_SENSITIVE: false, CKA_TOKEN: false, CKA_PRIVATE: false };

/** What a key that stays on the token has in place of that. @param {string} label @returns {Attributes} */
export const lasting = (label) => ({ CKA_TOKEN: true, CKA_PRIVATE: true, CKA_LABEL: label });

/**
 * @param {Pkcs11} pkcs11
 * @param {Token} token
 * @param {number} bytes
 * @param {Attributes} [more]
 */
export const generateAes = (pkcs11, { lib, session }, bytes, more = {}) =>
  lib.C_GenerateKey(
    session,
    { mechanism: pkcs11.CKM_AES_KEY_GEN },
    template(pkcs11, { CKA_VALUE_LEN: bytes, ...exportable, ...more }),
  );

/**
 * The key of a target, made on the token; where it is a pair, `publicKey` beside it.
 * @param {Pkcs11} pkcs11
 * @param {Token} token
 * @param {Target} target
 * @param {Attributes} [more]
 * @returns {{ key: import('./pkcs11.d.ts').Handle, publicKey?: import('./pkcs11.d.ts').Handle }}
 */
export function generate(pkcs11, token, target, more = {}) {
  const { lib, session } = token;
  const secret = template(pkcs11, { ...exportable, ...more });
  if (target.kind === 'raw') {
    if (target.keySpec === 'SYMMETRIC_DEFAULT')
      return { key: generateAes(pkcs11, token, target.size ?? 0, more) };
    const generic = {
      CKA_KEY_TYPE: pkcs11.CKK_GENERIC_SECRET,
      CKA_VALUE_LEN: target.size,
      ...exportable,
      ...more,
    };
    return {
      key: lib.C_GenerateKey(
        session,
        { mechanism: pkcs11.CKM_GENERIC_SECRET_KEY_GEN },
        template(pkcs11, generic),
      ),
    };
  }
  const pair = (
    /** @type {import('./pkcs11.d.ts').Mechanism} */ mechanism,
    /** @type {Attributes} */ publicTemplate,
  ) => {
    const made = lib.C_GenerateKeyPair(session, mechanism, template(pkcs11, publicTemplate), secret);
    return { key: made.privateKey, publicKey: made.publicKey };
  };
  if (target.kind === 'rsa') {
    const size = { CKA_MODULUS_BITS: target.size, CKA_PUBLIC_EXPONENT: Buffer.from([1, 0, 1]) };
    return pair({ mechanism: pkcs11.CKM_RSA_PKCS_KEY_PAIR_GEN }, size);
  }
  const edwards = target.keySpec === 'ECC_NIST_EDWARDS25519';
  const mechanism = { mechanism: edwards ? CKM_EC_EDWARDS_KEY_PAIR_GEN : pkcs11.CKM_EC_KEY_PAIR_GEN };
  return pair(mechanism, { CKA_EC_PARAMS: Buffer.from(target.curve ?? '', 'hex') });
}

/**
 * A raw key of known bytes, put on the token to stay there.
 * @param {Pkcs11} pkcs11
 * @param {Token} token
 * @param {Target} target
 * @param {Buffer} value
 * @param {string} label
 */
export const importRaw = (pkcs11, { lib, session }, { keySpec }, value, label) =>
  lib.C_CreateObject(
    session,
    template(pkcs11, {
      CKA_CLASS: pkcs11.CKO_SECRET_KEY,
      CKA_KEY_TYPE: keySpec === 'SYMMETRIC_DEFAULT' ? pkcs11.CKK_AES : pkcs11.CKK_GENERIC_SECRET,
      CKA_EXTRACTABLE: true,
      ...lasting(label),
      CKA_VALUE: value,
    }),
  );

/**
 * The wrapping public key, as it comes from KMS, put on the token.
 * @param {Pkcs11} pkcs11
 * @param {Token} token
 * @param {import('node:crypto').KeyObject} publicKey
 */
export function importWrappingKey(pkcs11, { lib, session }, publicKey) {
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return lib.C_CreateObject(
    session,
    template(pkcs11, {
      CKA_CLASS: pkcs11.CKO_PUBLIC_KEY,
      CKA_KEY_TYPE: pkcs11.CKK_RSA,
      CKA_WRAP: true,
      CKA_ENCRYPT: true,
      CKA_TOKEN: false,
      CKA_MODULUS: Buffer.from(n, 'base64url'),
      CKA_PUBLIC_EXPONENT: Buffer.from(e, 'base64url'),
    }),
  );
}
