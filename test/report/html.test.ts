import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { expect, it } from 'vitest';
import { html } from '../../src/report/html.ts';
import { reportKinds } from '../../src/report/kinds.ts';
import { audits, rejected, render, sound, undetermined, unreadable } from './samples.ts';

type Node = DefaultTreeAdapterTypes.Node;

function* elements(node: Node): Generator<DefaultTreeAdapterTypes.Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child);
}

const started = new Date('2026-01-02T03:04:05Z');
const page = (results = audits) =>
  render(html, reportKinds.audit, results, { started, manifest: 'exports.jsonl' });
const attribute = (element: DefaultTreeAdapterTypes.Element, name: string) =>
  element.attrs.find((one) => one.name === name)?.value;

it('names date, manifest and tool, and counts verdicts, warnings and findings before the subjects', () => {
  const text = page([sound, rejected, rejected]);
  expect(text).toContain('<dd>2026-01-02T03:04:05.000Z</dd>');
  expect(text).toContain('<dd>exports.jsonl</dd>');
  expect(text).toContain('1 accept, 2 reject, 0 undetermined, 0 unreadable; 2 subjects with warnings');
  expect(text.indexOf('id="finding-oaep-mgf1-hash"')).toBeLessThan(text.indexOf('id="subject-1"'));
  expect(text).toMatch(/id="finding-oaep-mgf1-hash".*?<td>2: /);
});

it('shows what failed first, then what has warnings, then what could not be looked at, then what is sound', () => {
  const warned = { ...sound, findings: rejected.findings.slice(1) };
  const all = [...elements(parse(page([sound, undetermined, warned, unreadable, rejected])))];
  const rows = all.filter((one) => attribute(one, 'id')?.startsWith('subject-') === true);
  expect(rows.map((row) => attribute(row, 'id'))).toEqual([
    'subject-5',
    'subject-4',
    'subject-3',
    'subject-2',
    'subject-1',
  ]);
});

it('every link leads to an element of the page, and every id is there once', () => {
  const all = [...elements(parse(page()))];
  const ids = all.flatMap((one) => attribute(one, 'id') ?? []);
  const links = all.flatMap((one) => attribute(one, 'href') ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(links.length).toBeGreaterThan(audits.length);
  expect(links.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
});
