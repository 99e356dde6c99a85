import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ecPublicKeyInfo } from '../../formats/keys/public-key-info.ts';
import { fromPem } from '../../crypto/strict-pem.ts';
import { sm2Coordinates } from '../../crypto/sm2.ts';
import { loadWrappingPrivateKey, type WrappingPrivateKey } from '../../crypto/wrapping-key.ts';
import type { PrivateKeySpec } from '../../tables/key-specs.ts';
import type { WrappingKeySpec } from '../../tables/wrapping.ts';
import { goldenDir } from './package-files.ts';

/** Published keys, one a key spec; golden/keys/README.md says where each is from. */
export const testKeyFiles = {
  RSA_2048: 'rfc9500-testRSA2048.pem',
  RSA_3072: 'kms-keywrap-RSA_3072.pem',
  RSA_4096: 'rfc9500-testRSA4096.pem',
  ECC_NIST_P256: 'rfc9500-testECCP256.pem',
  ECC_NIST_P384: 'rfc9500-testECCP384.pem',
  ECC_NIST_P521: 'rfc9500-testECCP521.pem',
  ECC_SECG_P256K1: 'kms-keywrap-ECC_SECG_P256K1.pem',
  SM2: 'rfc9563-SM2.pem',
} as const satisfies Record<PrivateKeySpec | WrappingKeySpec, string>;

export type TestKeyName = keyof typeof testKeyFiles;

export function isTestKeyName(name: string): name is TestKeyName {
  return Object.hasOwn(testKeyFiles, name);
}

/** The published key of a key spec as PKCS#8 DER. */
export function testKey(name: TestKeyName): Buffer {
  const pem = readFileSync(path.join(goldenDir(), 'keys', testKeyFiles[name]));
  // node cannot write SM2 keys on every version: PKCS#8 is taken as it stands.
  return fromPem(pem, ['PRIVATE KEY']) ?? createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
}

export interface TestWrappingKey {
  readonly key: WrappingPrivateKey;
  /** PKCS#8 DER. */
  readonly privateKey: Buffer;
  /** SubjectPublicKeyInfo DER, as GetParametersForImport hands it out. */
  readonly publicKey: Buffer;
}

/** The published key that stands for a wrapping key of KMS. */
export function testWrappingKey(spec: WrappingKeySpec): TestWrappingKey {
  const privateKey = testKey(spec);
  const key = loadWrappingPrivateKey(privateKey);
  const publicKey =
    key.kind === 'sm2'
      ? ecPublicKeyInfo('SM2', Buffer.concat([Buffer.of(4), sm2Coordinates(key.point)]))
      : key.publicKey.export({ type: 'spki', format: 'der' });
  return { key, privateKey, publicKey };
}
