import { describe, expect, it } from 'vitest';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';
import { hex, publishedVectors } from '../../vectors/published.ts';

const ids = (pkcs8: string | undefined, keySpec: KeySpec) =>
  lintMaterial(hex(pkcs8), { keySpec, partition: 'aws-cn' }).findings.map(({ id }) => id);

describe('published private keys (RFC 8410, RFC 9563, RFC 9881)', () => {
  const keys = publishedVectors('pkcs8');
  it('there are 12', () => expect(keys).toHaveLength(12));

  it.each(keys)('$id', ({ id, privateKeyPkcs8Hex }) => {
    const expected = id.startsWith('rfc9563')
      ? ['key-spec-mismatch', 'material-known']
      : id === 'rfc8410/10.3-v2'
        ? ['key-type-unsupported', 'pkcs8-version', 'pkcs8-attributes']
        : ['key-type-unsupported'];
    expect(ids(privateKeyPkcs8Hex, 'ECC_NIST_P256')).toEqual(expected);
    expect(ids(privateKeyPkcs8Hex, 'HMAC_256')).toEqual(['key-spec-mismatch']);
  });

  it('the example SM2 key of RFC 9563 is known', () =>
    expect(ids(keys.find(({ id }) => id === 'rfc9563/sm2-priv')?.privateKeyPkcs8Hex, 'SM2')).toEqual([
      'material-known',
    ]));
});

describe("RSA Laboratories' keys of 1024 bits and more", () => {
  it.each([...new Set(publishedVectors('oaep').map((vector) => vector.privateKeyPkcs8Hex))])(
    '%#: expecting RSA_2048, size or exponent is all that is at fault',
    (pkcs8) => {
      for (const id of ids(pkcs8, 'RSA_2048'))
        expect(['rsa-modulus-size', 'key-spec-mismatch', 'rsa-exponent']).toContain(id);
    },
  );
});
