import { createECDH } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { convert } from '../../../src/api/convert/convert.ts';

/*
 * The test vectors of the Web3 Secret Storage Definition
 * (https://ethereum.org/en/developers/docs/data-structures-and-encoding/web3-secret-storage/), password `testpassword`.
 */
const secret = '7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d';
const passphrase = Buffer.from('testpassword');
const common = { id: '3198bc9c-6672-5ab3-d995-4942343ae5b6', version: 3 };
const published = {
  pbkdf2: {
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
      ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
      kdf: 'pbkdf2',
      kdfparams: {
        c: 262144,
        dklen: 32,
        prf: 'hmac-sha256',
        salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
      },
      mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
    },
    ...common,
  },
  scrypt: {
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
      ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
      kdf: 'scrypt',
      kdfparams: {
        dklen: 32,
        n: 262144,
        r: 1,
        p: 8,
        salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19',
      },
      mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097',
    },
    ...common,
  },
} as const;

const file = (document: object) => Buffer.from(JSON.stringify(document));
const open = (document: object, keySpec: 'ECC_SECG_P256K1' | 'SYMMETRIC_DEFAULT' = 'ECC_SECG_P256K1') =>
  convert({ keyMaterial: file(document), keySpec, passphrase });
const { crypto } = published.pbkdf2;

describe('an Ethereum keystore of version 3', () => {
  it.each(Object.entries(published))('the published one with %s opens to its secret', async (_, document) => {
    const { keyMaterial, changes, publicKey } = await open(document);
    const pair = createECDH('secp256k1');
    pair.setPrivateKey(secret, 'hex');
    expect(keyMaterial.toString('hex')).toContain(secret);
    expect(publicKey?.compressedPoint).toBe(pair.getPublicKey('hex', 'compressed'));
    expect(changes[0]?.kind).toBe('decrypted');
  });

  it('another passphrase, a changed ciphertext and costs without bound do not open, each with its error code', async () => {
    const wrong = convert({
      keyMaterial: file(published.pbkdf2),
      keySpec: 'ECC_SECG_P256K1',
      passphrase: Buffer.from('other'),
    });
    await expect(wrong).rejects.toMatchObject({ code: 'ERR_PASSPHRASE' });
    const changed = { ...crypto, ciphertext: `00${crypto.ciphertext.slice(2)}` };
    const endless = { ...crypto, kdfparams: { ...crypto.kdfparams, c: 2 ** 40 } };
    const huge = {
      ...published.scrypt.crypto,
      kdfparams: { ...published.scrypt.crypto.kdfparams, n: 2 ** 22, r: 64 },
    };
    for (const odd of [
      changed,
      endless,
      huge,
      { ...crypto, cipher: 'aes-256-ctr' },
      { ...crypto, mac: 'zz' },
    ])
      await expect(open({ ...published.pbkdf2, crypto: odd })).rejects.toMatchObject({
        code: 'ERR_PASSPHRASE',
      });
  });

  it('its bytes are never taken for a symmetric key, and nothing of it is read without the passphrase', async () => {
    await expect(open(published.pbkdf2, 'SYMMETRIC_DEFAULT')).rejects.toMatchObject({
      code: 'ERR_NOT_CONVERTIBLE',
    });
    await expect(
      convert({ keyMaterial: file(published.pbkdf2), keySpec: 'ECC_SECG_P256K1' }),
    ).rejects.toMatchObject({
      code: 'ERR_NOT_CONVERTIBLE',
      hint: expect.stringContaining('--passphrase-file') as string,
    });
  });
});
