import { createDecipheriv, pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto';
import { scrypt } from '@noble/hashes/scrypt.js';
import { keccak256 } from '../../crypto/keccak.ts';
import { isObject } from '../../formats/text/json.ts';

/** What a key derivation may cost: more memory or rounds than any wallet asks for is not tried. */
const mostMemory = 1 << 30;
const mostRounds = 10_000_000;

/** A fault of the document: a member that is missing, or that asks for what is not known. */
class KeystoreError extends Error {}

function hex(members: Readonly<Record<string, unknown>>, name: string): Buffer {
  const value = members[name];
  if (typeof value !== 'string' || !/^(?:0x)?(?:[0-9a-f]{2})+$/i.test(value))
    throw new KeystoreError(`${name} is not hexadecimal`);
  return Buffer.from(value.replace(/^0x/i, ''), 'hex');
}

function count(members: Readonly<Record<string, unknown>>, name: string, most: number): number {
  const value = members[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most)
    throw new KeystoreError(`${name} is not a number from 1 to ${most}`);
  return value;
}

function member(members: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = members[name];
  if (!isObject(value)) throw new KeystoreError(`${name} is missing`);
  return value;
}

/** 32 bytes: the first half opens the ciphertext, the second proves the passphrase. */
function derive(crypto: Readonly<Record<string, unknown>>, passphrase: Buffer): Buffer {
  const parameters = member(crypto, 'kdfparams');
  const salt = hex(parameters, 'salt');
  if (count(parameters, 'dklen', 1024) < 32) throw new KeystoreError('dklen is below 32');
  if (crypto['kdf'] === 'scrypt') {
    const [N, r, p] = ['n', 'r', 'p'].map((name) => count(parameters, name, mostMemory / 128)) as [
      number,
      number,
      number,
    ];
    if (128 * r * (N + p + 2) > mostMemory)
      throw new KeystoreError('scrypt asks for more than 1 GiB of memory');
    // OpenSSL holds to N < 2^(128 r / 8) of RFC 7914, 2; wallets with r = 1 do not.
    return N < 2 ** (16 * r)
      ? scryptSync(passphrase, salt, 32, { N, r, p, maxmem: 2 * mostMemory })
      : Buffer.from(scrypt(passphrase, salt, { N, r, p, dkLen: 32, maxmem: 2 * mostMemory }));
  }
  if (crypto['kdf'] !== 'pbkdf2' || parameters['prf'] !== 'hmac-sha256')
    throw new KeystoreError('the key derivation is neither scrypt nor pbkdf2 with hmac-sha256');
  return pbkdf2Sync(passphrase, salt, count(parameters, 'c', mostRounds), 32, 'sha256');
}

/**
 * The private scalar of an Ethereum keystore of version 3 (Web3 Secret Storage Definition): AES-128-CTR under a key that scrypt or
 * PBKDF2 derives, with a Keccak-256 checksum over the rest of that key and the ciphertext.
 * @throws where the passphrase is another, or the document asks for what is not known
 */
export function openKeystore(document: Buffer, passphrase: Buffer): Buffer {
  const root: unknown = JSON.parse(document.toString('utf8').replace(/^\ufeff/, ''));
  if (!isObject(root)) throw new KeystoreError('it is not an object');
  const crypto = member(root, 'crypto' in root ? 'crypto' : 'Crypto');
  if (crypto['cipher'] !== 'aes-128-ctr') throw new KeystoreError('the cipher is not aes-128-ctr');
  const ciphertext = hex(crypto, 'ciphertext');
  const key = derive(crypto, passphrase);
  try {
    const checksum = keccak256(Buffer.concat([key.subarray(16), ciphertext]));
    const mac = hex(crypto, 'mac');
    if (mac.length !== checksum.length || !timingSafeEqual(mac, checksum))
      throw new KeystoreError('the checksum does not match');
    const cipher = createDecipheriv(
      'aes-128-ctr',
      key.subarray(0, 16),
      hex(member(crypto, 'cipherparams'), 'iv'),
    );
    return Buffer.concat([cipher.update(ciphertext), cipher.final()]);
  } finally {
    key.fill(0);
  }
}
