import type { Finding } from '../../src/audit/finding.ts';
import type { AuditResult } from '../../src/audit/result.ts';
import type { ReportKind, ReportOptions, Reporter } from '../../src/report/model.ts';
import type { VerifyCase } from '../../src/cases/result.ts';

export const tool = { name: 'kms-keywrap', version: '1.2.3' };
export const options: ReportOptions = { tool, width: 100, detail: 'all' };

const expected = {
  partition: 'aws',
  keySpec: 'ECC_NIST_P256',
  wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
  wrappingKeySpec: 'RSA_2048',
} as const;

const observed = {
  padding: 'oaep',
  oaepHash: 'sha256',
  mgf1Hash: 'sha256',
  label: '',
  encoding: 'pkcs8-der',
  keySpec: 'ECC_NIST_P256',
  materialBytes: 138,
};

const subject = (path: string) => ({ path, bytes: 256, sha256: 'ab'.repeat(32) });

export const mgf1: Finding = {
  id: 'oaep-mgf1-hash',
  severity: 'error',
  at: 'blob.rsa.oaep',
  message: 'OAEP and MGF1 use different hashes',
  expected: 'SHA-256 for both',
  found: 'OAEP SHA-256, MGF1 SHA-1',
  fix: 'set the hash of MGF1 too',
  source: 'RFC 8017, PKCS#1 v2.2',
};

export const sound: AuditResult = {
  id: 'sound',
  status: 'examined',
  subject: subject('sound.bin'),
  expected,
  observed,
  verdict: 'accept',
  findings: [],
};

export const rejected: AuditResult = {
  ...sound,
  id: 'java',
  subject: subject('java.bin'),
  observed: { ...observed, mgf1Hash: 'sha1' },
  verdict: 'reject',
  findings: [mgf1, { ...mgf1, id: 'blob-duplicate', severity: 'warning', at: 'blob', message: 'twice' }],
};

export const undetermined: AuditResult = {
  ...sound,
  id: 'public',
  subject: subject('public.bin'),
  observed: {},
  verdict: 'undetermined',
};

export const unreadable: AuditResult = {
  ...sound,
  id: 'gone',
  status: 'unreadable',
  subject: { path: 'gone.bin', bytes: 0, sha256: '' },
  observed: {},
  verdict: 'reject',
  error: 'gone.bin: no such file',
};

export const compared: AuditResult = {
  ...sound,
  id: 'compared',
  reference: {
    path: 'ref.der',
    kind: 'material',
    differences: [{ at: 'material.pkcs8', subject: '138 bytes', reference: '135 bytes' }],
    outlines: { subject: ['SEQUENCE', '  INTEGER 1'], reference: ['SEQUENCE', '  INTEGER 0'] },
  },
};

/** Everything that could break out of a format, in every text that comes from outside. */
export const nasty =
  '\u001b[31m\r\u0007\u009b2J<script>alert(1)</script>&amp;"\'|`` `]]>](http://x)\u202e\ufffe\ud800\n# h1\n- x @team';

export const hostile: AuditResult = {
  ...sound,
  id: nasty,
  subject: subject(nasty),
  observed: { label: '', more: nasty },
  verdict: 'reject',
  findings: [
    { ...mgf1, at: nasty, message: nasty, expected: nasty, found: nasty, fix: nasty, source: nasty },
  ],
  error: nasty,
  reference: {
    path: nasty,
    kind: 'blob',
    differences: [{ at: nasty, subject: nasty, reference: nasty }],
    outlines: { subject: [nasty, 'a'], reference: [nasty, 'b'] },
  },
};

export const audits = [sound, rejected, undetermined, unreadable, compared, hostile];

const verifyCase: VerifyCase = {
  ...expected,
  id: 'aws/ECC_NIST_P256/RSAES_OAEP_SHA_256/RSA_2048',
  support: 'supported',
  status: 'passed',
  checks: [
    { name: 'openssl wraps, node unwraps', ok: true },
    { name: 'blob length', ok: true },
  ],
  ms: 12.3,
};

export const cases: readonly VerifyCase[] = [
  verifyCase,
  {
    ...verifyCase,
    id: 'aws/x/failed',
    status: 'failed',
    checks: [
      { name: 'blob length', ok: false, detail: 'expected 256 bytes, found 255' },
      { name: 'node wraps, openssl unwraps', ok: true },
    ],
  },
  { ...verifyCase, id: 'aws/x/skipped', status: 'skipped', reason: 'OpenSSL 1.1.1w cannot', checks: [] },
];

/** The whole report of some results. */
export function render<Result>(
  reporter: Reporter,
  kind: ReportKind<Result>,
  results: readonly Result[],
  more: Partial<ReportOptions> = {},
): string {
  const writer = reporter(kind, { ...options, ...more });
  return [writer.begin(), ...results.map((result) => writer.each(result)), writer.end()].join('');
}
