import * as fc from 'fast-check';
import { marked } from 'marked';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, it } from 'vitest';
import { loadReporter, reportFormats } from '../../src/report/formats.ts';
import { html } from '../../src/report/html.ts';
import { reportKinds } from '../../src/report/kinds.ts';
import { markdown } from '../../src/report/markdown.ts';
import { printable, printableJson, printableLine } from '../../src/printable.ts';
import { audits, hostile, nasty, render } from './samples.ts';
import { anyText } from '../any-text.ts';

type Node = DefaultTreeAdapterTypes.Node;

/** Every element name and attribute name of a page as a browser would parse it. */
function* elements(node: Node): Generator<DefaultTreeAdapterTypes.Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child);
}

const known = new Set(
  'html head meta title style body header a table thead tbody tr th td span code small dl dt dd section h1 h3 p pre ins del'.split(
    ' ',
  ),
);

describe('nothing that came from outside gets out of its place', () => {
  for (const format of reportFormats)
    it(`${format} holds no control, bidirectional or invisible character`, async () => {
      const shown = render(await loadReporter(format), reportKinds.audit, audits);
      expect(shown).not.toMatch(/[^\P{C}\n]/u);
      expect(shown).toContain('alert(1)');
    });

  it('HTML keeps script tags as text, and refers to nothing outside itself', () => {
    const page = render(html, reportKinds.audit, audits);
    for (const { tagName, attrs } of elements(parse(page))) {
      expect(known).toContain(tagName);
      const links = attrs.filter(({ name }) => name === 'href');
      for (const { value } of links) expect(value).toMatch(/^#(?:subject|finding)-[\w-]+$/);
      for (const { name } of attrs)
        expect([
          'class',
          'id',
          'scope',
          'lang',
          'charset',
          'name',
          'content',
          'http-equiv',
          'href',
        ]).toContain(name);
    }
    expect(page).not.toMatch(/<(link|script|img|iframe)|url\(|@import/);
    expect(page).toContain('&#x3C;script>');
  });

  it('HTML parses into exactly one row for each subject, with headers for columns and rows', () => {
    const all = [...elements(parse(render(html, reportKinds.audit, audits)))];
    const rows = all.filter(
      ({ tagName, attrs }) => tagName === 'tr' && attrs[0]?.value.startsWith('subject-'),
    );
    expect(rows).toHaveLength(audits.length);
    const table = all.findLast(({ tagName }) => tagName === 'table');
    const scopes = [...elements(table ?? parse(''))]
      .filter(({ tagName }) => tagName === 'th')
      .map(({ attrs }) => attrs[0]?.value);
    expect(scopes.filter((scope) => scope === 'col')).toHaveLength(4);
    expect(scopes.filter((scope) => scope === 'row')).toHaveLength(audits.length);
  });

  it('Markdown gives no element, link or table cell of its own to what came from outside', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: fc.constantFrom(...'`|\\*_<>[]()!#~&@:/\n a1-'.split('')) }),
          fc.constant(nasty),
        ),
        (text) => {
          const name = text === '' ? 'x' : text;
          const finding = { ...hostile.findings[0]!, at: name, message: name, found: name };
          const { reference: _, ...rest } = hostile;
          const result = {
            ...rest,
            id: name,
            subject: { ...hostile.subject, path: name },
            findings: [finding],
          };
          const page = marked.parse(render(markdown, reportKinds.audit, [result]), { async: false });
          const all = [...elements(parse(page))].map(({ tagName }) => tagName);
          for (const tag of ['script', 'a', 'img', 'em', 'del', 'input']) expect(all).not.toContain(tag);
          expect(all.filter((tag) => tag === 'tr')).toHaveLength(2);
          expect(all.filter((tag) => tag === 'td')).toHaveLength(4);
          expect(all.filter((tag) => tag === 'h1')).toHaveLength(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});

it('printable spells out what cannot be seen, and keeps what can', () => {
  expect(printable('a\u001b[0m\n\u202eb\u009b')).toBe('a\\x1b[0m\n\\u{202e}b\\x9b');
  expect(printableLine('a\nb')).toBe('a\\x0ab');
  expect(printable('Schlüssel 鍵 🔑')).toBe('Schlüssel 鍵 🔑');
});

it('printableJson keeps every value as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), anyText, (value, text) => {
      const both = { value, text, [text]: 1 };
      expect(JSON.parse(printableJson(both))).toEqual(JSON.parse(JSON.stringify(both)));
    }),
  );
});
