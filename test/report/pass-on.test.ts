import { expect, it } from 'vitest';
import { wordOf } from '../../src/audit/result.ts';
import { printableJson } from '../../src/printable.ts';
import { json, jsonl } from '../../src/report/json.ts';
import { reportKinds } from '../../src/report/kinds.ts';
import { options, render, audits } from './samples.ts';

it.each([
  ['json', json],
  ['jsonl', jsonl],
])('%s says the same of results that came as text', (_, reporter) => {
  const writer = reporter(reportKinds.audit, options);
  const passed = audits.map((result) => writer.passOn?.(printableJson(result), wordOf(result)));
  expect([writer.begin(), ...passed, writer.end()].join('')).toBe(
    render(reporter, reportKinds.audit, audits),
  );
});
