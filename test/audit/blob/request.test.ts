import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditBlob, type AuditRequest } from '../../../src/audit/blob/audit.ts';
import { kwpWrap } from '../../../src/crypto/aes-kw.ts';
import { oaepEncode } from '../../../src/crypto/oaep.ts';
import { pkcs1v15Encode } from '../../../src/crypto/pkcs1v15.ts';
import { rsaPublic } from '../../../src/crypto/rsa.ts';
import { wrapMaterial } from '../../../src/crypto/wrap.ts';
import { readPrivateKey } from '../../../src/crypto/wrapping-key.ts';
import { rsaKey, sm2Key } from '../../crypto/keys.ts';
import { material } from './materials.ts';
import { wrappingAlgorithms } from '../../../src/tables/wrapping.ts';

const rsa = rsaKey(2048);
const sm2 = sm2Key();

const audit = (blob: Buffer, request: AuditRequest) =>
  auditBlob({ id: 'x', path: 'x', blob, primalityRounds: 1, ...request });
const ids = (blob: Buffer, request: AuditRequest) => audit(blob, request).result.findings.map(({ id }) => id);

describe('what was asked for: one finding, however sound the blob is', () => {
  const wrap = (
    plain: Buffer,
    wrappingAlgorithm: AuditRequest['wrappingAlgorithm'],
    key = wrappingAlgorithm === 'SM2PKE' ? sm2 : rsa,
  ) =>
    wrapMaterial({
      material: plain,
      publicKey: key,
      wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
    });

  it('RSA_AES_KEY_WRAP in China Regions', () => {
    const blob = wrap(material('ECC_NIST_P256'), 'RSA_AES_KEY_WRAP_SHA_256');
    const request = {
      keySpec: 'ECC_NIST_P256',
      wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
      partition: 'aws-cn',
      privateKey: rsa,
    } as const;
    expect(ids(blob, request)).toEqual(['combination-unsupported']);
  });

  it('SM2PKE for symmetric key material', () => {
    const request = {
      keySpec: 'SYMMETRIC_DEFAULT',
      wrappingAlgorithm: 'SM2PKE',
      partition: 'aws-cn',
      privateKey: sm2,
    } as const;
    expect(ids(wrap(randomBytes(16), 'SM2PKE'), request)).toEqual(['combination-unsupported']);
  });

  it('an Ed25519 key, whose material is not judged as well', () => {
    const plain = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
    const request = {
      keySpec: 'ECC_NIST_EDWARDS25519',
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      partition: 'aws',
      privateKey: rsa,
    } as const;
    expect(ids(wrap(plain, 'RSAES_OAEP_SHA_256'), request)).toEqual(['combination-unsupported']);
  });

  it('an RSA key under RSAES_OAEP, where a hybrid blob is the only possible one', () => {
    const request = {
      keySpec: 'RSA_2048',
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      partition: 'aws',
      privateKey: rsa,
    } as const;
    expect(ids(wrap(material('RSA_2048'), 'RSA_AES_KEY_WRAP_SHA_256'), request)).toEqual([
      'combination-unsupported',
    ]);
  });

  it('an SM2 wrapping key for an RSA algorithm', () => {
    const request = {
      keySpec: 'SYMMETRIC_DEFAULT',
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      partition: 'aws-cn',
      privateKey: sm2,
    } as const;
    expect(ids(wrap(randomBytes(16), 'RSAES_OAEP_SHA_256'), request)).toEqual(['combination-unsupported']);
  });

  it('the retired algorithm, with the padding that it asks for', () => {
    const blob = rsaPublic(rsa, pkcs1v15Encode(randomBytes(32), rsa.k, randomBytes));
    const request = {
      keySpec: 'SYMMETRIC_DEFAULT',
      wrappingAlgorithm: 'RSAES_PKCS1_V1_5',
      partition: 'aws',
      privateKey: rsa,
    } as const;
    expect(ids(blob, request)).toEqual(['wrapping-algorithm-retired']);
  });

  it('RSA wrapping keys of sizes that KMS does not have', () => {
    for (const bits of [1024, 2056]) {
      const key = rsaKey(bits);
      const blob = rsaPublic(key, oaepEncode(randomBytes(32), key.k, { hash: 'sha256' }, randomBytes(32)));
      const request = {
        keySpec: 'SYMMETRIC_DEFAULT',
        wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        partition: 'aws',
      } as const;
      const { result } = audit(blob, { ...request, privateKey: key });
      expect(result.findings).toMatchObject([{ id: 'wrapping-key-spec', found: `RSA of ${bits} bits` }]);
      expect(ids(blob, { ...request, publicKey: key })).toEqual(['wrapping-key-spec']);
    }
  });

  it('an Ed25519 wrapping key', () => {
    const key = readPrivateKey(
      generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }),
    );
    const request = {
      keySpec: 'SYMMETRIC_DEFAULT',
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      partition: 'aws',
      privateKey: key,
    } as const;
    expect(ids(randomBytes(256), request)).toEqual(['wrapping-key-spec']);
  });
});

describe('a blob as reference', () => {
  const plain = material('ECC_NIST_P256');
  const request = {
    keySpec: 'ECC_NIST_P256',
    wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
    partition: 'aws',
    privateKey: rsa,
  } as const;
  const sound = () =>
    wrapMaterial({
      material: plain,
      publicKey: rsa,
      wrappingAlgorithm: wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256,
    });

  it('two sound blobs of one key agree', () => {
    expect(ids(sound(), { ...request, reference: sound() })).toEqual([]);
  });

  it('differences are listed layer by layer', () => {
    const kek = randomBytes(16);
    const block = rsaPublic(rsa, oaepEncode(kek, rsa.k, { hash: 'sha1' }, randomBytes(20)));
    const { result } = audit(Buffer.concat([block, kwpWrap(kek, plain)]), { ...request, reference: sound() });
    const differs = result.findings.find(({ id }) => id === 'reference-differs');
    expect(differs?.severity).toBe('notice');
    expect(differs?.expected).toBe('oaepHash sha256, mgf1Hash sha256, kekBits 256');
    expect(differs?.found).toBe('oaepHash sha1, mgf1Hash sha1, kekBits 128');
  });

  it('another key inside is another key', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      format: 'der',
      type: 'pkcs8',
    });
    const reference = wrapMaterial({
      material: other,
      publicKey: rsa,
      wrappingAlgorithm: wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256,
    });
    expect(ids(sound(), { ...request, reference })).toEqual(['reference-mismatch']);
  });
});

it('fingerprints tell the same AES key and the same material in two blobs, and hold neither', () => {
  const plain = material('ECC_NIST_P256');
  const kek = randomBytes(32);
  const request = {
    keySpec: 'ECC_NIST_P256',
    wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
    partition: 'aws',
    privateKey: rsa,
  } as const;
  const blob = () =>
    Buffer.concat([
      rsaPublic(rsa, oaepEncode(kek, rsa.k, { hash: 'sha256' }, randomBytes(32))),
      kwpWrap(kek, plain),
    ]);
  const [one, two] = [audit(blob(), request).fingerprints, audit(blob(), request).fingerprints];
  expect(one.kek).toBe(two.kek);
  expect(one.material).toBe(two.material);
  expect(one.blob).not.toBe(two.blob);
  expect(JSON.stringify(one)).not.toContain(kek.toString('hex'));
});
