import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditBlob } from '../../src/audit/blob/audit.ts';
import type { WrappingAlgorithm } from '../../src/tables/wrapping.ts';
import { testWrappingKey } from '../../src/samples/keys/test-keys.ts';

const { key, publicKey } = testWrappingKey('RSA_2048');
const material = randomBytes(32);

/** Name of a blob → what it is submitted as, and what is wrong with it then. */
type Cases = readonly (readonly [string, WrappingAlgorithm, readonly string[]])[];

/** The raw key material takes the hybrid algorithms with this warning. */
const disputed = 'combination-disputed';

const elsewhere: Readonly<Record<string, { command: string[]; probe: string[]; cases: Cases }>> = {
  "Java's SunJCE": {
    command: ['java', path.join(import.meta.dirname, 'Wrap.java')],
    probe: ['java', '--version'],
    cases: [
      ['OAEPPadding', 'RSAES_OAEP_SHA_1', []],
      ['OAEPWithSHA-256AndMGF1Padding', 'RSAES_OAEP_SHA_256', ['oaep-mgf1-hash']],
      ['OAEPParameterSpec(SHA-256,MGF1-SHA256)', 'RSAES_OAEP_SHA_256', []],
      ['PKCS1Padding', 'RSAES_OAEP_SHA_256', ['rsa-pkcs1v15']],
      ['AES/KWP/NoPadding', 'RSA_AES_KEY_WRAP_SHA_256', [disputed]],
      ['AES/KWP/NoPadding', 'RSA_AES_KEY_WRAP_SHA_1', [disputed, 'oaep-hash']],
      ['AES/KW/NoPadding', 'RSA_AES_KEY_WRAP_SHA_256', [disputed, 'kw-not-kwp']],
      ['AES/KW/PKCS5Padding', 'RSA_AES_KEY_WRAP_SHA_1', [disputed, 'kw-pkcs7']],
    ],
  },
  "Python's cryptography": {
    command: ['/usr/bin/python3', path.join(import.meta.dirname, 'wrap.py')],
    probe: ['/usr/bin/python3', '-c', 'import cryptography'],
    cases: [
      ['OAEP(MGF1(SHA256),SHA256)', 'RSAES_OAEP_SHA_256', []],
      ['OAEP(MGF1(SHA1),SHA256)', 'RSAES_OAEP_SHA_256', ['oaep-mgf1-hash']],
      ['OAEP(MGF1(SHA1),SHA1)', 'RSAES_OAEP_SHA_1', []],
      ['OAEP(MGF1(SHA1),SHA1)', 'RSAES_OAEP_SHA_256', ['oaep-hash']],
      ['OAEP(label)', 'RSAES_OAEP_SHA_256', ['oaep-label']],
      ['PKCS1v15', 'RSAES_OAEP_SHA_256', ['rsa-pkcs1v15']],
      ['aes_key_wrap_with_padding', 'RSA_AES_KEY_WRAP_SHA_256', [disputed]],
      ['aes_key_wrap', 'RSA_AES_KEY_WRAP_SHA_256', [disputed, 'kw-not-kwp']],
    ],
  },
};

function output([program = '', ...words]: readonly string[]): string | undefined {
  try {
    return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

for (const [name, { command, probe, cases }] of Object.entries(elsewhere)) {
  const there = output(probe) !== undefined;
  describe.skipIf(!there)(
    `what ${name} wraps is named right${there ? '' : ' (skipped: it is not on this machine)'}`,
    () => {
      let blobs: Readonly<Record<string, string>> = {};
      beforeAll(() => {
        const lines = output([...command, publicKey.toString('hex'), material.toString('hex')]) ?? '';
        blobs = Object.fromEntries(
          lines
            .trim()
            .split('\n')
            .map((line) => line.split(' ')),
        );
      });

      it.each(cases)('%s as %s', (blobName, wrappingAlgorithm, ids) => {
        const hex = blobs[blobName];
        expect(hex).toBeTypeOf('string');
        const { result } = auditBlob({
          id: blobName,
          path: blobName,
          blob: Buffer.from(hex!, 'hex'),
          privateKey: key,
          wrappingAlgorithm,
          keySpec: 'SYMMETRIC_DEFAULT',
          partition: 'aws',
          reference: material,
        });
        expect(result.findings.map(({ id }) => id).sort()).toEqual([...ids].sort());
      });
    },
  );
}
