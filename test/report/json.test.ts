import { expect, it } from 'vitest';
import { json, jsonl } from '../../src/report/json.ts';
import { reportKinds } from '../../src/report/kinds.ts';
import { audits, cases, nasty, render } from './samples.ts';
import { ownSchema } from './schemas.ts';

const parsed = (text: string) =>
  JSON.parse(text) as { results: unknown[]; cases: unknown[]; summary: unknown };

it('audit and lint as json fit their shipped schemas and hold every result unchanged', () => {
  for (const kind of [reportKinds.audit, reportKinds.lint]) {
    const document = parsed(render(json, kind, audits));
    expect(ownSchema(kind.schema)(document)).toEqual([]);
    expect(document.results).toEqual(audits);
    expect(document.summary).toEqual({ accept: 2, reject: 2, undetermined: 1, unreadable: 1 });
  }
});

it('verify as json fits its shipped schema', () => {
  const environment = { node: 'v20.0.0', nodeOpenssl: '3.0.19', openssl: 'OpenSSL 3.0.19' };
  const document = parsed(render(json, reportKinds.verify, cases, { environment }));
  expect(ownSchema('kms-keywrap/verify/1')(document)).toEqual([]);
  expect(document.cases).toEqual(cases);
  expect(document.summary).toEqual({ passed: 1, failed: 1, skipped: 1 });
});

it('the schemas are closed: an unknown field is refused', () => {
  const document = parsed(render(json, reportKinds.audit, audits));
  expect(ownSchema('kms-keywrap/audit/1')({ ...document, more: 1 })).not.toEqual([]);
  const [first] = document.results as object[];
  expect(ownSchema('kms-keywrap/audit/1')({ ...document, results: [{ ...first, more: 1 }] })).not.toEqual([]);
});

it('an empty report is a whole document', () => {
  expect(parsed(render(json, reportKinds.audit, []))).toMatchObject({ results: [], summary: { accept: 0 } });
});

it('jsonl is one result a line and nothing else', () => {
  const lines = render(jsonl, reportKinds.audit, audits).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(audits);
});

it('control and bidirectional characters are escaped, and parse to what they were', () => {
  for (const reporter of [json, jsonl]) {
    const text = render(reporter, reportKinds.audit, audits);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(text).toContain(JSON.stringify(nasty).slice(1, 8));
  }
});
