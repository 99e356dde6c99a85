import type { Log } from 'sarif';
import { expect, it } from 'vitest';
import { reportKinds } from '../../src/report/kinds.ts';
import { sarif } from '../../src/report/sarif.ts';
import { findings } from '../../src/tables/findings/index.ts';
import { audits, cases, rejected, render, sound, unreadable } from './samples.ts';
import { sarifSchema } from './schemas.ts';

const violations = sarifSchema();
const log = (text: string) => JSON.parse(text) as Log;

it('SARIF of audits, of verify and of nothing fits the official SARIF 2.1.0 schema', () => {
  const texts = [
    render(sarif, reportKinds.audit, audits),
    render(sarif, reportKinds.verify, cases),
    render(sarif, reportKinds.lint, []),
  ];
  for (const text of texts) expect(violations(log(text))).toEqual([]);
  expect(violations({ version: '2.1.0', runs: [{ results: [] }] })).not.toEqual([]);
});

it('every result points at the rule of its id', () => {
  const [run] = log(render(sarif, reportKinds.audit, audits)).runs;
  const results = run?.results ?? [];
  expect(results.length).toBeGreaterThan(3);
  for (const { ruleId, ruleIndex } of results)
    expect(run?.tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
});

it('the rules hold the whole catalogue with help and level', () => {
  const rules = log(render(sarif, reportKinds.audit, [])).runs[0]?.tool.driver.rules ?? [];
  expect(rules.map(({ id }) => id)).toEqual(Object.keys(findings));
  for (const rule of rules) expect(rule.help?.text).not.toBe('');
});

it('a finding carries severity, file, place and digest; a sound subject gives no result', () => {
  const results = log(render(sarif, reportKinds.audit, [sound, rejected])).runs[0]?.results ?? [];
  expect(results).toHaveLength(2);
  expect(results.map(({ level }) => level)).toEqual(['error', 'warning']);
  expect(results[0]).toMatchObject({
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: 'java.bin' } },
        logicalLocations: [{ fullyQualifiedName: 'blob.rsa.oaep' }],
      },
    ],
    partialFingerprints: { 'subjectSha256/v1': 'ab'.repeat(32) },
  });
});

/** GitHub's list of what it reads: "SARIF support for code scanning", properties that are required or recommended. */
it('every rule has what GitHub asks of one', () => {
  const rules = log(render(sarif, reportKinds.verify, cases)).runs[0]?.tool.driver.rules ?? [];
  for (const { id, name = '', shortDescription, fullDescription, help, properties = {} } of rules) {
    expect(id.length).toBeLessThanOrEqual(255);
    expect(name.length).toBeLessThanOrEqual(255);
    for (const text of [shortDescription?.text, fullDescription?.text, help?.text])
      expect((text ?? '').length).toBeGreaterThan(0);
    expect((shortDescription?.text ?? '').length).toBeLessThanOrEqual(1024);
    expect((fullDescription?.text ?? '').length).toBeLessThanOrEqual(1024);
    expect(['very-high', 'high', 'medium', 'low']).toContain(properties['precision']);
    expect(['error', 'warning', 'recommendation']).toContain(properties['problem.severity']);
    expect(String(properties['security-severity'] ?? '0.0')).toMatch(/^(10|\d)\.\d$/);
  }
});

it('every result has a region and primaryLocationLineHash, the same for the same run and another for each result', () => {
  const results = () => log(render(sarif, reportKinds.audit, [rejected, unreadable])).runs[0]?.results ?? [];
  const hashes = results().map((one) => one.partialFingerprints?.['primaryLocationLineHash']);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{16}:1$/);
  expect(new Set(hashes).size).toBe(3);
  expect(results().map((one) => one.partialFingerprints?.['primaryLocationLineHash'])).toEqual(hashes);
  expect(results()[0]?.locations?.[0]?.physicalLocation?.region?.startLine).toBe(1);
});

it('with a root the URIs are relative to %SRCROOT%', () => {
  const text = render(sarif, reportKinds.audit, [rejected], { fromRoot: (path) => `exports/${path}` });
  expect(log(text).runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
    uri: 'exports/java.bin',
    uriBaseId: '%SRCROOT%',
  });
  expect(violations(log(text))).toEqual([]);
});
