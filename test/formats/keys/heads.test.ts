import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { pkcs8Heads } from '../../../src/formats/keys/heads.ts';

const shown = pkcs8Heads.map((head) => head.toString('hex'));

it('PKCS#8 of RSA and EC keys begins as RFC 5208, section 5, RFC 8017, A.1, and RFC 5480, 2.1.1, have it', () => {
  expect(shown).toEqual([
    '020100300d06092a864886f70d010101',
    '020100301306072a8648ce3d0201',
    '020100301006072a8648ce3d0201',
  ]);
});

it.each(['rsa', 'P-256', 'P-384', 'P-521', 'secp256k1'])('node writes one of them for %s', (kind) => {
  const { privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: kind });
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  expect(pkcs8Heads.filter((head) => [2, 3, 4].includes(der.indexOf(head)))).toHaveLength(1);
});
