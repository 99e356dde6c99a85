import { isObject, type Members } from '../text/json.ts';
import type { Structure } from '../keys/facts.ts';

/** Members that only a document with encrypted content has, in any spelling of theirs. */
const ciphertext = /^(?:cipher_?text|ciphertextblob|encrypted\w*|enc_?data|secretbox)$/i;
const companions = /^(?:iv|nonce|salt|kdf\w*|cipher\w*|mac|tag|auth_?tag|algorithm|alg|enc|scheme|crypto)$/i;

/**
 * Keystores of Ethereum: version 3 (Web3 Secret Storage Definition), version 4 (EIP-2335). Both keep the key encrypted under a
 * passphrase; their hexadecimal fields are ciphertext, salt and checksums.
 */
export function readKeystore(members: Members): Structure | undefined {
  const crypto = members['crypto'] ?? members['Crypto'];
  if (!isObject(crypto)) return undefined;
  if (isObject(crypto['kdf']) && isObject(crypto['cipher']))
    return { form: 'encrypted', format: 'eip2335-keystore' };
  return typeof crypto['ciphertext'] === 'string' && typeof crypto['kdf'] === 'string'
    ? { form: 'encrypted', format: 'ethereum-keystore' }
    : undefined;
}

/** A document of SOPS, or one with ciphertext beside what decrypts it. */
export function readEncryptedDocument(members: Members): Structure | undefined {
  if (isObject(members['sops'])) return { form: 'message', format: 'sops' };
  const names = Object.keys(members);
  return names.some((name) => ciphertext.test(name)) && names.some((name) => companions.test(name))
    ? { form: 'message', format: 'json-encrypted' }
    : undefined;
}
