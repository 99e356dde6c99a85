import { expect, it } from 'vitest';
import { auditEverywhere } from '../../../src/audit/services/everywhere.ts';
import { oaepEncode } from '../../../src/crypto/oaep.ts';
import { rsaPublic } from '../../../src/crypto/rsa.ts';
import type { WrappingPrivateKey } from '../../../src/crypto/wrapping-key.ts';
import { seededRandom } from '../../../src/samples/keys/seeded.ts';
import { testWrappingKey } from '../../../src/samples/keys/test-keys.ts';
import type { HashName } from '../../../src/tables/hashes.ts';

const random = seededRandom(Buffer.from('everywhere'), 'blobs');
const { key } = testWrappingKey('RSA_4096');
const rsa = key as Extract<WrappingPrivateKey, { kind: 'rsa' }>;

function direct(hash: HashName, mgf1Hash: HashName): Buffer {
  const seed = random(hash === 'sha1' ? 20 : 32);
  return rsaPublic(rsa, oaepEncode(random(32), rsa.k, { hash, mgf1Hash, label: Buffer.alloc(0) }, seed));
}

const verdicts = (file: Buffer) =>
  Object.fromEntries(
    auditEverywhere({ id: 'blob', path: 'blob', file, privateKey: key }).map(({ id, verdict, findings }) => [
      id,
      verdict === 'accept'
        ? verdict
        : findings.filter(({ severity }) => severity === 'error').map((f) => f.id),
    ]),
  );

it('32 bytes under RSAES-OAEP alone are accepted by AWS and Google Cloud, which import them so, and rejected by the others', () => {
  const seen = verdicts(direct('sha256', 'sha256'));
  expect(seen).toMatchObject({ 'aws': 'accept', 'aws-cn': 'accept', 'gcp': 'accept' });
  for (const service of ['azure', 'vault', 'openbao']) expect(seen[service]).not.toBe('accept');
});

it('a wrong MGF1 hash is the only error where the service imports key material under RSAES-OAEP alone', () => {
  const seen = verdicts(direct('sha256', 'sha1'));
  for (const service of ['aws', 'aws-cn', 'gcp']) expect(seen[service]).toEqual(['oaep-mgf1-hash']);
});
