import { expect, it } from 'vitest';
import { reportKinds } from '../../src/report/kinds.ts';
import { text } from '../../src/report/text.ts';
import { audits, cases, compared, rejected, render, sound, undetermined } from './samples.ts';

it('a rejection says what was expected, what was found, how to fix it and where that stands', () => {
  expect(render(text, reportKinds.audit, [rejected])).toBe(`\
reject        java.bin [java] (256 bytes)
  expected  ECC_NIST_P256 wrapped by RSAES_OAEP_SHA_256 under RSA_2048 in partition aws
  observed  RSAES-OAEP, OAEP hash SHA-256, MGF1 hash SHA-1, empty label, PKCS#8 DER, ECC_NIST_P256,
            138 bytes of key material

  error oaep-mgf1-hash at blob.rsa.oaep
    OAEP and MGF1 use different hashes
    expected  SHA-256 for both
    found     OAEP SHA-256, MGF1 SHA-1
    fix       set the hash of MGF1 too
    source    RFC 8017, PKCS#1 v2.2

  warning blob-duplicate at blob
    twice
    expected  SHA-256 for both
    found     OAEP SHA-256, MGF1 SHA-1
    fix       set the hash of MGF1 too
    source    RFC 8017, PKCS#1 v2.2

0 accept, 1 reject, 0 undetermined, 0 unreadable
`);
});

it('a batch shows a sound subject on one line', () => {
  expect(render(text, reportKinds.audit, [sound, sound], { detail: 'faults' })).toBe(
    'accept        sound.bin [sound] (256 bytes)\n'.repeat(2) +
      '\n2 accept, 0 reject, 0 undetermined, 0 unreadable\n',
  );
});

it('an undetermined verdict says why it is one', () => {
  expect(render(text, reportKinds.audit, [undetermined])).toContain('without the private key');
});

it('a comparison shows differences and the changed lines of the outline', () => {
  const shown = render(text, reportKinds.audit, [compared]);
  expect(shown).toContain('compared with the reference ref.der');
  expect(shown).toMatch(/ {6}SEQUENCE\n {4}- {3}INTEGER 0\n {4}\+ {3}INTEGER 1\n/);
});

it('verify ends in passed, failed, skipped', () => {
  const shown = render(text, reportKinds.verify, cases);
  expect(shown).toMatch(/\n1 passed, 1 failed, 1 skipped\n$/);
  expect(shown).toContain('failed    blob length: expected 256 bytes, found 255');
  expect(shown).toContain('why       OpenSSL 1.1.1w cannot');
});

it('text is wrapped to the width that was given, long words apart', () => {
  for (const width of [60, 80, 120]) {
    const lines = render(text, reportKinds.audit, [rejected, undetermined], { width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  }
});

it('colour comes only when asked for', () => {
  expect(render(text, reportKinds.audit, audits)).not.toContain('\u001b');
  expect(render(text, reportKinds.audit, [rejected], { color: true })).toContain('\u001b[31m');
});
