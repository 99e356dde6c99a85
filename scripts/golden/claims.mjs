// @ts-check
// What a golden vector says, as single operations that any cryptographic library can do.

/**
 * @typedef {import('../../src/golden/vector.ts').TestGroup} TestGroup
 * @typedef {TestGroup['tests'][number]} Test
 * @typedef {{ operation: string[], gives: string | undefined }} Claim `gives`: hex, undefined where the operation has to fail
 */

/** @type {Record<string, string>} */
const hashOf = {
  RSAES_OAEP_SHA_1: 'SHA-1',
  RSAES_OAEP_SHA_256: 'SHA-256',
  RSA_AES_KEY_WRAP_SHA_1: 'SHA-1',
  RSA_AES_KEY_WRAP_SHA_256: 'SHA-256',
};

/** @param {string} pkcs8 @param {string} publicKey @param {string} hash @param {string} message @param {string | undefined} seed @param {string} block @returns {Claim[]} */
function oaepClaims(pkcs8, publicKey, hash, message, seed, block) {
  const claims = [{ operation: ['oaep-decrypt', pkcs8, hash, hash, block], gives: message }];
  if (seed === undefined) return claims;
  return [...claims, { operation: ['oaep-encrypt', publicKey, hash, hash, message, seed], gives: block }];
}

/** @param {'kw' | 'kwp'} mode @param {string} key @param {string} message @param {string} wrapped @returns {Claim[]} */
const keyWrapClaims = (mode, key, message, wrapped) => [
  { operation: [`${mode}-wrap`, key, message], gives: wrapped },
  { operation: [`${mode}-unwrap`, key, wrapped], gives: message },
];

/** @param {string} pkcs8 @param {string} message @param {string | undefined} k @param {string} der @returns {Claim[]} */
function sm2Claims(pkcs8, message, k, der) {
  const scalar = /0201010420([0-9a-f]{64})/.exec(pkcs8)?.[1];
  if (scalar === undefined) throw new Error('no SM2 private key');
  const claims = [{ operation: ['sm2-decrypt', scalar, der], gives: message }];
  return k === undefined
    ? claims
    : [...claims, { operation: ['sm2-encrypt', scalar, k, message], gives: der }];
}

/** @param {Extract<TestGroup, { type: 'Wrap' }>} group @param {any} test @returns {Claim[]} */
function faultClaims(group, test) {
  if (test.result === 'acceptable') return [];
  const gives = test.result === 'valid' ? test.material : undefined;
  if (group.wrappingAlgorithm === 'SM2PKE')
    return gives === undefined ? [] : sm2Claims(group.privateKey, gives, undefined, test.blob);
  if (!group.wrappingAlgorithm.startsWith('RSAES_OAEP')) return [];
  const hash = hashOf[group.wrappingAlgorithm] ?? '';
  return [{ operation: ['oaep-decrypt', group.privateKey, hash, hash, test.blob], gives }];
}

/**
 * Everything that a vector says. A fault says only how openssl and the audit take it, but for plain OAEP.
 * @param {TestGroup} group
 * @param {any} test
 * @returns {Claim[]}
 */
export function claimsOf(group, test) {
  switch (group.type) {
    case 'AesKw':
      return keyWrapClaims('kw', test.key, test.msg, test.ct);
    case 'AesKwp':
      return keyWrapClaims('kwp', test.key, test.msg, test.ct);
    case 'RsaesOaep':
      return oaepClaims(group.privateKey, '', 'SHA-1', test.msg, undefined, test.ct);
    case 'Sm2':
      return sm2Claims(group.privateKey, test.msg, test.sm2K, test.ct);
    case 'Wrap': {
      if (test.oaepSeed === undefined && test.sm2K === undefined) return faultClaims(group, test);
      if (group.wrappingKeySpec === 'SM2')
        return sm2Claims(group.privateKey, test.material, test.sm2K, test.blob);
      const hash = hashOf[group.wrappingAlgorithm] ?? '';
      const digits = 2 * (Number(group.wrappingKeySpec.slice(4)) / 8);
      const [block, wrapped] = [test.blob.slice(0, digits), test.blob.slice(digits)];
      if (!group.wrappingAlgorithm.startsWith('RSA_AES'))
        return oaepClaims(group.privateKey, group.publicKey, hash, test.material, test.oaepSeed, block);
      return [
        ...oaepClaims(group.privateKey, group.publicKey, hash, test.kek, test.oaepSeed, block),
        ...keyWrapClaims('kwp', test.kek, test.material, wrapped),
      ];
    }
  }
}
