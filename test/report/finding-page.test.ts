import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findingPages } from '../../src/report/finding-page.ts';
import { findingText } from '../../src/report/finding-text.ts';
import { findings } from '../../src/tables/findings/index.ts';

const folder = new URL('../../docs/findings/', import.meta.url);

it('docs/findings is what the catalogue gives, file by file (npm run docs writes it)', () => {
  const pages = findingPages();
  expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  for (const [name, text] of pages) expect(readFileSync(new URL(name, folder), 'utf8')).toBe(text);
});

it('every finding says what it means, how it comes about and how to fix it, without a loose end', () => {
  for (const [id, { title, meaning, cause, fix }] of Object.entries(findings)) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(title).not.toMatch(/\.$|^\s|\n/);
    for (const text of [meaning, cause, fix]) expect(text.length).toBeGreaterThan(10);
  }
});

it('a finding as text keeps to its width', () => {
  for (const id of Object.keys(findings) as (keyof typeof findings)[])
    for (const line of findingText(id, 80).split('\n'))
      expect(line.length <= 80 || /^ *\S+$/.test(line)).toBe(true);
});
