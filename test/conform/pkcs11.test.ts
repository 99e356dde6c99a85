import { existsSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conformToken } from '../../src/conform/pkcs11/conform.ts';
import type { ConformReport } from '../../src/conform/result.ts';
import { built } from '../built.ts';

const module = [
  process.env['SOFTHSM2_MODULE'] ?? '',
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
].find((file) => file !== '' && existsSync(file));
/** Where make test-hsm has put pkcs11js. */
const bindingFolder =
  process.env['KMS_KEYWRAP_PKCS11JS'] ?? path.join(import.meta.dirname, '../../.cache/pkcs11');
const child = built('conform/pkcs11/child.js');

// A bare machine has neither a token nor a compiled pkcs11js; make test-hsm fetches both and runs this file.
const missing = [
  ...(module === undefined ? ['SoftHSM 2'] : []),
  ...(existsSync(path.join(bindingFolder, 'node_modules/pkcs11js')) ? [] : ['pkcs11js']),
  ...(existsSync(child) ? [] : ['the built package']),
];

describe.skipIf(missing.length > 0)(
  `conform --pkcs11 with SoftHSM 2${missing.length === 0 ? '' : ` (skipped: without ${missing.join(', ')})`}`,
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kms-keywrap-conform-'));
    const before = process.env['SOFTHSM2_CONF'];
    const run = (label: string, pin: string) =>
      conformToken({
        module: module ?? '',
        label,
        pin,
        bindingFolder,
        only: ['/label', '/pkcs1v15', 'sha_1/30', 'sha_256/30', '1/aes-128', '/zero-icv', '_1/1/again'],
        algorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'RSA_AES_KEY_WRAP_SHA_1'],
      });
    let report: ConformReport;

    beforeAll(async () => {
      mkdirSync(path.join(folder, 'tokens'));
      process.env['SOFTHSM2_CONF'] = path.join(folder, 'softhsm2.conf');
      writeFileSync(
        process.env['SOFTHSM2_CONF'],
        `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n`,
      );
      const words = ['--init-token', '--free', '--label', 'conform', '--so-pin', '12345678', '--pin', '1234'];
      const made = spawnSync('softhsm2-util', words);
      if (made.status !== 0) throw new Error(`softhsm2-util: ${made.stderr.toString()}`);
      report = await run('conform', '1234');
    });
    afterAll(() => {
      if (before === undefined) delete process.env['SOFTHSM2_CONF'];
      else process.env['SOFTHSM2_CONF'] = before;
      rmSync(folder, { recursive: true, force: true });
    });

    const ofAlgorithm = (name: string) =>
      report.cases.filter(({ wrappingAlgorithm }) => wrappingAlgorithm === name);
    const statuses = (cases: ConformReport['cases']) =>
      [...new Set(cases.map(({ status }) => status))].sort();

    it('opens sound blobs under SHA-1, and refuses the faulty ones', () => {
      const opened = report.cases.filter(
        ({ direction, wrappingAlgorithm }) => direction === 'unwrap' && wrappingAlgorithm.endsWith('_SHA_1'),
      );
      expect(opened.length).toBeGreaterThan(4);
      expect(opened.map(({ due }) => due)).toContain('accept');
      expect(opened.map(({ due }) => due)).toContain('reject');
      expect(statuses(opened)).toEqual(['right']);
    });

    it('does not do RSAES-OAEP with SHA-256, which is unavailable, not refused', () => {
      expect(statuses(ofAlgorithm('RSAES_OAEP_SHA_256'))).toEqual(['unavailable']);
    });

    it('wraps raw keys under SHA-1 as KMS accepts them', () => {
      const wrapped = report.cases.filter(({ id }) => id.startsWith('wrap/'));
      expect(wrapped.filter(({ status }) => status === 'right').length).toBeGreaterThan(0);
      expect(wrapped.flatMap(({ findings }) => findings.map(({ id }) => id))).not.toContain('oaep-hash');
    });

    it('a wrong PIN is said before any case runs', async () => {
      await expect(run('conform', '9999')).rejects.toMatchObject({
        code: 'ERR_ENVIRONMENT',
        message: expect.stringContaining('CKR_PIN_INCORRECT') as string,
      });
    });

    it('a label that no token has is named with those that there are', async () => {
      await expect(run('elsewhere', '1234')).rejects.toMatchObject({
        code: 'ERR_ENVIRONMENT',
        message: expect.stringMatching(/no token with the label elsewhere .*found: conform/) as string,
      });
    });
  },
);
