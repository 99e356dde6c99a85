import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { junit } from '../../src/report/junit.ts';
import { reportKinds } from '../../src/report/kinds.ts';
import { audits, cases, rejected, render, sound, undetermined, unreadable } from './samples.ts';

const xsd = fileURLToPath(new URL('schemas/junit-ant.xsd', import.meta.url));
const xmllint = spawnSync('xmllint', ['--version']).status === 0;

it.skipIf(!xmllint)(
  'JUnit XML fits the XSD of Ant JUnitReport, whatever stands in it (skipped without xmllint of libxml2)',
  () => {
    for (const text of [
      render(junit, reportKinds.audit, audits),
      render(junit, reportKinds.verify, cases),
      render(junit, reportKinds.audit, []),
    ]) {
      const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', xsd, '-'], { input: text });
      expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '- validates\n' });
    }
  },
);

it('one suite a run, a case a subject, named by its id', () => {
  const text = render(junit, reportKinds.audit, audits, { manifest: 'exports.jsonl' });
  expect(text.match(/<testsuite /g)).toHaveLength(1);
  expect(text).toMatch(/<testsuite [^>]*name="exports\.jsonl"[^>]*tests="6"/);
  expect(text.match(/<testcase /g)).toHaveLength(audits.length);
  expect(text).toContain('<testcase name="java" classname="kms-keywrap/audit/1"');
});

it('an error finding is a failure, a warning is told beside it', () => {
  const text = render(junit, reportKinds.audit, [rejected]);
  expect(text).toContain(' tests="1" failures="1" errors="0" skipped="0"');
  expect(text).toContain(
    '<failure type="oaep-mgf1-hash" message="oaep-mgf1-hash: OAEP and MGF1 use different hashes">',
  );
  expect(text).toMatch(/<system-out>[^<]*java\n[^<]*warning blob-duplicate/);
});

it('sound passes, undetermined is skipped, unreadable is an error', () => {
  expect(render(junit, reportKinds.audit, [sound])).toContain('failures="0" errors="0" skipped="0"');
  expect(render(junit, reportKinds.audit, [undetermined])).toContain('failures="0" errors="0" skipped="1"');
  expect(render(junit, reportKinds.audit, [unreadable])).toContain('failures="0" errors="1" skipped="0"');
});

it('each case of verify is a test case, and its failed checks are its failure', () => {
  const text = render(junit, reportKinds.verify, cases);
  expect(text.match(/<testcase /g)).toHaveLength(3);
  expect(text.match(/<failure /g)).toHaveLength(1);
  expect(text).toContain('message="blob length: expected 256 bytes, found 255"');
  expect(text.match(/<skipped /g)).toHaveLength(1);
});
