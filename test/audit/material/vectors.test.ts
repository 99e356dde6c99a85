import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';

const given = '../shared/vectors/given.jsonl';

interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly privateKeyPkcs8Hex?: string;
}

const ids = (hex: string, keySpec: KeySpec) =>
  lintMaterial(Buffer.from(hex, 'hex'), { keySpec, partition: 'aws-cn' }).findings.map(({ id }) => id);

it.skipIf(!existsSync(given))(
  'published private keys from elsewhere (needs the vectors beside the project)',
  () => {
    const vectors = readFileSync(given, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Vector);
    const keys = vectors.filter(({ kind }) => kind === 'pkcs8');
    expect(keys.length).toBe(12);
    for (const { id, privateKeyPkcs8Hex = '' } of keys) {
      const expected = id.startsWith('rfc9563')
        ? ['key-spec-mismatch', 'material-known']
        : id === 'rfc8410/10.3-v2'
          ? ['key-type-unsupported', 'pkcs8-version', 'pkcs8-attributes']
          : ['key-type-unsupported'];
      expect([id, ...ids(privateKeyPkcs8Hex, 'ECC_NIST_P256')]).toEqual([id, ...expected]);
      expect([id, ...ids(privateKeyPkcs8Hex, 'HMAC_256')]).toEqual([id, 'key-spec-mismatch']);
    }
    const rsa = new Set(
      vectors.flatMap(({ kind, privateKeyPkcs8Hex }) => (kind === 'oaep' ? [privateKeyPkcs8Hex ?? ''] : [])),
    );
    // RSA Laboratories' keys have 1024 to 1536 bits (and 2048, 3072 for other projects' additions).
    for (const hex of rsa)
      for (const id of ids(hex, 'RSA_2048'))
        expect(['rsa-modulus-size', 'key-spec-mismatch', 'rsa-exponent']).toContain(id);
  },
);
