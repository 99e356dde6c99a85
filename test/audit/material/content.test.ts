import { createPrivateKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import { patternEvidence, textEvidence, thresholds } from '../../../src/audit/material/facts/randomness.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';
import type { Partition } from '../../../src/tables/partitions.ts';

const ids = (material: Buffer | string, keySpec: KeySpec, partition: Partition = 'aws') =>
  lintMaterial(Buffer.from(material), { keySpec, partition }).findings.map(({ id }) => id);

describe('constant, text and pattern are told apart, one finding each', () => {
  it.each([
    ['zeros', Buffer.alloc(32), 'material-constant'],
    ['one letter', Buffer.alloc(32, 'a'), 'material-constant'],
    ['32 hex digits', Buffer.from(randomBytes(16).toString('hex')), 'material-text'],
    ['32 base64 digits', Buffer.from(randomBytes(24).toString('base64')), 'material-text'],
    ['a passphrase', Buffer.from('correct horse battery staple 1234'.slice(0, 32)), 'material-text'],
    ['a Chinese passphrase', Buffer.from('床前明月光疑是地上霜ab'), 'material-text'],
    ['00 01 02 …', Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 'material-low-entropy'],
    [
      '00 11 22 … ff, twice',
      Buffer.from('00112233445566778899aabbccddeeff'.repeat(2), 'hex'),
      'material-low-entropy',
    ],
    [
      '16 random bytes, then zeros',
      Buffer.concat([randomBytes(16), Buffer.alloc(16)]),
      'material-low-entropy',
    ],
    [
      '16 random bytes, twice',
      Buffer.concat(Array.from({ length: 2 }, () => Buffer.alloc(16, 'k3y!\u0007'))),
      'material-low-entropy',
    ],
    ['de ad be ef, repeated', Buffer.alloc(32, 'deadbeef', 'hex'), 'material-low-entropy'],
  ])('%s', (_, material, id) => expect(ids(material, 'SYMMETRIC_DEFAULT')).toEqual([id]));

  it('16 bytes of SM4 are enough to know text by', () => {
    expect(ids(randomBytes(12).toString('base64'), 'SYMMETRIC_DEFAULT', 'aws-cn')).toEqual(['material-text']);
    expect(ids(randomBytes(8).toString('hex'), 'SYMMETRIC_DEFAULT', 'aws-cn')).toEqual(['material-text']);
    expect(ids('P@ssw0rd12345678', 'SYMMETRIC_DEFAULT', 'aws-cn')).toEqual(['material-text']);
  });

  it.each([
    ['8 random bytes, then FF', Buffer.concat([randomBytes(8), Buffer.alloc(8, 0xff)])],
    ['FF, then 8 random bytes', Buffer.concat([Buffer.alloc(8, 0xff), randomBytes(8)])],
    ['a period of nine bytes', Buffer.from('Passw0rd!Passw0r')],
  ])('16 bytes of SM4: %s', (_, material) =>
    expect(ids(material, 'SYMMETRIC_DEFAULT', 'aws-cn')).toEqual(['material-low-entropy']),
  );
  it('14 random bytes twice', () => {
    const half = randomBytes(14);
    expect(ids(Buffer.concat([half, half]), 'HMAC_224')).toEqual(['material-low-entropy']);
  });

  it('text followed by a line break is both', () =>
    expect(ids(`${randomBytes(24).toString('base64')}\n`, 'SYMMETRIC_DEFAULT')).toEqual([
      'material-trailing-newline',
      'material-text',
    ]));
});

it('a passphrase longer than the HMAC key is text, in ASCII and beyond', () => {
  for (const text of [
    'correct horse, battery & staple: forty one',
    'Die Würde des Menschen ist unantastbar, §1!',
  ])
    expect(ids(text, 'HMAC_256')).toEqual(['hmac-longer', 'material-text']);
});

/** Different bytes until the first of them is repeated, in an order that no other pattern explains. */
const repeating = (length: number, repeated: number) =>
  Buffer.from(Array.from({ length }, (_, at) => (((at % (length - repeated)) + 1) * 167) ** 2 % 257));

it('repetition at any distance is seen from six repeated bytes on, and not before the fifth', () => {
  for (const length of [16, 28, 32, 48, 64, 128]) {
    expect(patternEvidence(repeating(length, 4))).toBeLessThan(thresholds.pattern);
    for (let repeated = 6; repeated < length; repeated += 1)
      expect(patternEvidence(repeating(length, repeated))).toBeGreaterThanOrEqual(thresholds.pattern);
  }
});

it('random bytes stay far below the thresholds', () => {
  for (let i = 0; i < 2000; i += 1) {
    const bytes = randomBytes([16, 28, 32, 48, 64, 128][i % 6]!);
    expect(textEvidence(bytes)).toBeLessThan(20);
    expect(patternEvidence(bytes)).toBeLessThan(22);
  }
});

const der = (pem: string) => createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });

describe('published keys', () => {
  const p256 = der(`-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIObLW92AqkWunJXowVR2Z5/+yVPBaFHnEedDk5WJxk/BoAoGCCqGSM49
AwEHoUQDQgAEQiVI+I+3gv+17KN0RFLHKh5Vj71vc75eSOkyMsxFxbFsTNEMTLjV
uKFxOelIgsiZJXKZNCX0FBmrfpCkKklCcg==
-----END EC PRIVATE KEY-----`);

  it('RFC 9500, 2.3: testECCP256', () => expect(ids(p256, 'ECC_NIST_P256')).toEqual(['material-known']));
  it('the key is known in any encoding', () => {
    const scalar = Buffer.from('e6cb5bdd80aa45ae9c95e8c15476679ffec953c16851e711e743939589c64fc1', 'hex');
    expect(ids(scalar, 'ECC_NIST_P256')).toEqual(['material-raw-scalar', 'material-known']);
  });
  it('RFC 7515, A.4: the P-521 key', () => {
    const jwk = {
      kty: 'EC',
      crv: 'P-521',
      x: 'AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk',
      y: 'ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2',
      d: 'AY5pb7A0UFiB3RELSD64fTLOSV_jazdF7fLYyuTw8lOfRhWg6Y6rUrPAxerEzgdRhajnu0ferB0d53vM9mE15j2C',
    };
    const pkcs8 = createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'pkcs8', format: 'der' });
    expect(ids(pkcs8, 'ECC_NIST_P521')).toEqual(['material-known']);
  });
  it('RFC 7520, 3.5 and 3.6: the HMAC and the AES key', () => {
    expect(ids(Buffer.from('hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg', 'base64url'), 'HMAC_256')).toEqual([
      'material-known',
    ]);
    expect(
      ids(Buffer.from('qC57l_uxcm7Nm3K-ct4GFjx8tM1U8CZ0NLBvdQstiS8', 'base64url'), 'SYMMETRIC_DEFAULT'),
    ).toEqual(['material-known']);
  });
  it('SP 800-38A, F.1.5: the AES-256 key', () =>
    expect(
      ids(
        Buffer.from('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'hex'),
        'SYMMETRIC_DEFAULT',
      ),
    ).toEqual(['material-known']));
});
