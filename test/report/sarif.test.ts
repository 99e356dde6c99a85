import type { Log } from 'sarif';
import { expect, it } from 'vitest';
import { reportKinds } from '../../src/report/kinds.ts';
import { sarif } from '../../src/report/sarif.ts';
import { findings } from '../../src/tables/findings/index.ts';
import { audits, cases, rejected, render, sound } from './samples.ts';
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
