import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditBlob, type AuditRequest } from '../../../src/audit/blob/audit.ts';
import { kwpWrap, kwTransform } from '../../../src/crypto/aes-kw.ts';
import { rsaPublic } from '../../../src/crypto/rsa.ts';
import { sm2ToDer, sm2ToRaw } from '../../../src/crypto/sm2-ciphertext.ts';
import { sm2ToDevice } from '../../../src/crypto/sm2-device.ts';
import { sm2Encrypt, sm2PublicOf } from '../../../src/crypto/sm2.ts';
import { wrapMaterial } from '../../../src/crypto/wrap.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';
import { wrappingAlgorithms, type WrappingAlgorithm } from '../../../src/tables/wrapping.ts';
import { oaepBlock } from '../../../src/samples/faults/blob/parts.ts';
import { rsaKey, sm2Key } from '../../crypto/keys.ts';
import { material } from './materials.ts';

const key = rsaKey(2048);
const larger = rsaKey(3072);
const sm2 = sm2Key();

const ids = (blob: Buffer, request: Partial<AuditRequest>) => {
  const all = { keySpec: 'HMAC_512', wrappingAlgorithm: 'RSAES_OAEP_SHA_256', partition: 'aws' } as const;
  const { result } = auditBlob({ id: 'x', path: 'x', blob, primalityRounds: 1, ...all, ...request });
  return result.findings.filter(({ severity }) => severity === 'error').map(({ id }) => id);
};

const hybrid = 'RSA_AES_KEY_WRAP_SHA_256';
const wrap = (
  keySpec: KeySpec,
  wrappingAlgorithm: WrappingAlgorithm = 'RSAES_OAEP_SHA_256',
  publicKey: typeof key = key,
) => {
  // A last byte that is a line end would be a coincidence of its own.
  for (;;) {
    const blob = wrapMaterial({
      material: material(keySpec),
      publicKey,
      wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
    });
    if (blob.at(-1) !== 0x0a && blob.at(-1) !== 0x0d) return blob;
  }
};
const part = (hash: 'sha256', message: Buffer) => oaepBlock({ key, hash, random: randomBytes }, message);

describe('the length that another wrapping key gives', () => {
  for (const [keySpec, algorithm] of [
    ['HMAC_512', 'RSAES_OAEP_SHA_256'],
    ['HMAC_512', hybrid],
    ['ECC_NIST_P384', hybrid],
    ['RSA_2048', hybrid],
  ] as const)
    it(`${keySpec} by ${algorithm}: accuses the key where nothing else explains it`, () => {
      const request = { keySpec, wrappingAlgorithm: algorithm } as const;
      const short = wrap(keySpec, algorithm);
      expect(ids(short, { ...request, privateKey: larger })).toEqual(['wrapping-key-mismatch']);
      const blob = wrap(keySpec, algorithm, larger);
      expect(ids(blob, { ...request, privateKey: key })).toEqual(['wrapping-key-mismatch']);
      // Longer material under the key at hand explains the length of a hybrid blob as well.
      const seen = [ids(blob, { ...request, publicKey: key }), ids(short, { ...request, publicKey: larger })];
      const accused = seen.filter((found) => found.includes('wrapping-key-mismatch'));
      expect(accused.length).toBeGreaterThanOrEqual(algorithm === hybrid ? 0 : 2);
      expect(seen[0]?.includes('wrapping-key-mismatch')).toBe(algorithm !== hybrid);
    });
});

describe('without the private key', () => {
  it('three runs in one file are more than one; text and filling after a blob are not a run', () => {
    const request = { publicKey: key };
    const blob = wrap('HMAC_512');
    expect(ids(Buffer.concat([blob, wrap('HMAC_512'), wrap('HMAC_512')]), request)).toEqual(['blob-doubled']);
    expect(ids(Buffer.concat([blob, Buffer.alloc(256)]), request)).toEqual(['blob-trailing-bytes']);
    expect(ids(Buffer.concat([blob, Buffer.from('text '.repeat(60))]), request)).not.toContain(
      'blob-doubled',
    );
  });

  it('zeros as long as a wrap are not a wrap', () => {
    expect(ids(Buffer.concat([wrap('HMAC_512'), Buffer.alloc(72)]), { publicKey: key })).toEqual([
      'blob-trailing-bytes',
    ]);
  });

  it('four line ends are line ends', () => {
    const blob = Buffer.concat([wrap('HMAC_512'), Buffer.from('\r\n\r\n')]);
    expect(ids(blob, { publicKey: key })).toEqual(['blob-trailing-newline']);
  });
});

describe('what is not a blob', () => {
  it('the format of openssl enc is known at the length of raw material too', () => {
    const blob = Buffer.concat([Buffer.from('Salted__'), randomBytes(56)]);
    expect(ids(blob, { privateKey: key })).toEqual(['blob-openssl-salted']);
  });

  it('prose has a length and no header', () => {
    const prose = Buffer.from('The key could not be exported. '.repeat(20));
    expect(ids(prose, { privateKey: key })).toEqual(['blob-length']);
  });
});

describe('line ends that were converted', () => {
  it('the line end that a text pipe adds is not a fault of its own', () => {
    const blob = wrap('HMAC_512').toString('latin1');
    for (const mangled of [Buffer.from(`\ufeff${blob}\r\n`, 'utf16le'), Buffer.from(`${blob}\n`, 'utf8')])
      expect(ids(mangled, { privateKey: key })).toEqual(['blob-text-mangled']);
  });

  it('a CRLF in the wrapped part has become LF', () => {
    const kek = randomBytes(32);
    const wrapped = drawn(
      () => kwpWrap(kek, randomBytes(64)),
      (bytes) => bytes.includes('\r\n'),
    );
    const lost = Buffer.from(wrapped.toString('latin1').replace('\r\n', '\n'), 'latin1');
    const blob = Buffer.concat([part('sha256', kek), lost]);
    expect(ids(blob, { privateKey: key, wrappingAlgorithm: hybrid })).toEqual(['blob-text-mangled']);
  });

  it('SM2: LF has become CRLF, and CRLF has become LF', () => {
    const request = {
      keySpec: 'ECC_NIST_P256',
      wrappingAlgorithm: 'SM2PKE',
      partition: 'aws-cn',
      privateKey: sm2,
    } as const;
    const draw = (fits: (blob: Buffer) => boolean) =>
      drawn(() => Buffer.from(sm2ToDer(sm2Encrypt(sm2.point, material('ECC_NIST_P256')))), fits);
    const unix = draw((blob) => blob.includes('\n') && !blob.includes('\r\n'));
    const windows = Buffer.from(unix.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
    expect(ids(windows, request)).toEqual(['blob-text-mangled']);
    const taken = draw((blob) => blob.includes('\r\n'));
    expect(ids(Buffer.from(taken.toString('latin1').replace('\r\n', '\n'), 'latin1'), request)).toEqual([
      'blob-text-mangled',
    ]);
  });
});

describe('the AES key', () => {
  const request = { privateKey: key, wrappingAlgorithm: hybrid } as const;
  const hmac = randomBytes(64);

  it('text of it in the block with the zero byte that ends a string, or a byte order mark', () => {
    const kek = randomBytes(32);
    for (const text of [
      `${kek.toString('hex')}\0`,
      `${kek.toString('base64')}\0`,
      `\ufeff${kek.toString('hex')}`,
    ])
      expect(ids(Buffer.concat([part('sha256', Buffer.from(text)), kwpWrap(kek, hmac)]), request)).toEqual([
        'kek-encoded',
      ]);
  });

  it('a line of xxd -p for the whole key, and another initial value', () => {
    const kek = randomBytes(32);
    const used = Buffer.concat([kek.subarray(0, 30), Buffer.alloc(2)]);
    const initial = Buffer.from('a6a6a6a600000040', 'hex');
    const blob = Buffer.concat([part('sha256', kek), kwTransform(used, initial, hmac)]);
    expect(ids(blob, request)).toEqual(['kek-zero-padded', 'kwp-icv']);
  });

  it('text of it in the block, and the parts swapped', () => {
    const kek = randomBytes(32);
    const block = part('sha256', Buffer.from(kek.toString('hex')));
    expect(ids(Buffer.concat([kwpWrap(kek, hmac), block]), request)).toEqual([
      'blob-parts-swapped',
      'kek-encoded',
    ]);
  });
});

it('a message at the left of the block, after the zero byte that keeps it below the modulus', () => {
  const block = (message: Buffer) =>
    rsaPublic(key, Buffer.concat([Buffer.alloc(1), message, Buffer.alloc(key.k - 1 - message.length)]));
  const hmac = Buffer.from(randomBytes(64).map((byte) => byte | 1));
  expect(ids(block(hmac), { privateKey: key })).toEqual(['rsa-no-padding']);
  const p256 = material('ECC_NIST_P256');
  expect(ids(block(p256), { privateKey: key, keySpec: 'ECC_NIST_P256' })).toEqual(['rsa-no-padding']);
  const kek = Buffer.from(randomBytes(32).map((byte) => byte | 1));
  const blob = Buffer.concat([block(kek), kwpWrap(kek, hmac)]);
  expect(ids(blob, { privateKey: key, wrappingAlgorithm: hybrid })).toEqual(['rsa-no-padding']);
});

/** The first of many that fits. */
function drawn(draw: () => Buffer, fits: (bytes: Buffer) => boolean): Buffer {
  for (;;) {
    const bytes = draw();
    if (fits(bytes)) return bytes;
  }
}

describe('SM2 in raw form', () => {
  const request = {
    keySpec: 'ECC_NIST_P256',
    wrappingAlgorithm: 'SM2PKE',
    partition: 'aws-cn',
    privateKey: sm2,
  } as const;
  const raw = (order: 'c1c3c2' | 'c1c2c3') =>
    drawn(
      () => sm2ToRaw(sm2Encrypt(sm2.point, material('ECC_NIST_P256')), order),
      (bytes) => bytes.at(-1) !== 0x0a && bytes.at(-1) !== 0x0d,
    );

  for (const order of ['c1c3c2', 'c1c2c3'] as const) {
    it(`${order} with a compressed point, with a hybrid one, and with a line end`, () => {
      const blob = raw(order);
      const odd = blob[64]! & 1;
      const compressed = Buffer.concat([Buffer.from([2 + odd]), blob.subarray(1, 33), blob.subarray(65)]);
      const both = Buffer.concat([Buffer.from([6 + odd]), blob.subarray(1)]);
      expect(ids(compressed, request)).toEqual([`sm2-raw-${order}`]);
      expect(ids(both, request)).toEqual([`sm2-raw-${order}`]);
      for (const end of ['\n', '\r\n'])
        expect(ids(Buffer.concat([blob, Buffer.from(end)]), request)).toEqual([
          'blob-trailing-newline',
          `sm2-raw-${order}`,
        ]);
    });
  }

  it('the structure of a device with a line end, and under another key', () => {
    const layout = { field: 64, aligned: 'right', length: 'little-endian', filled: 0 } as const;
    const blob = sm2ToDevice(sm2Encrypt(sm2.point, material('ECC_NIST_P256')), layout);
    const other = sm2ToDevice(sm2Encrypt(sm2PublicOf(5n), material('ECC_NIST_P256')), layout);
    const { privateKey: _, ...blind } = request;
    for (const keys of [request, { ...blind, publicKey: sm2 }])
      expect(ids(Buffer.concat([blob, Buffer.from('\r\n')]), keys)).toEqual([
        'blob-trailing-newline',
        'sm2-device-structure',
      ]);
    expect(ids(other, request)).toEqual(['sm2-device-structure', 'wrapping-key-mismatch']);
  });

  it('a header and bytes after the SEQUENCE are two faults', () => {
    const der = sm2ToDer(sm2Encrypt(sm2.point, material('ECC_NIST_P256')));
    const blob = Buffer.concat([Buffer.from('HSM1'), der, Buffer.from('xyz')]);
    expect(ids(blob, request)).toEqual(['blob-header', 'sm2-der']);
  });
});

it('an SM2 ciphertext where RSA output is expected was not encrypted under this key', () => {
  const blob = sm2ToDer(sm2Encrypt(sm2.point, material('HMAC_512')));
  for (const keys of [{ privateKey: key }, { publicKey: key }])
    expect(ids(blob, keys)).toEqual(['wrapping-key-mismatch']);
});

it('filling after a blob is not read as a cipher’s output', () => {
  for (let byte = 0; byte < 256; byte += 15) {
    const blob = Buffer.concat([wrap('HMAC_512'), Buffer.alloc(384, byte)]);
    expect(ids(blob, { privateKey: key })).toEqual(['blob-trailing-bytes']);
  }
});
