import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { meets, ratiosOf, rows, table, worse } from '../../scripts/bench/rows.mjs';
import { root } from '../../scripts/build/inputs.mjs';

const ids = Object.keys(rows);
const row = (id: string) => rows[id] ?? { what: id, goal: Number.NaN };

it('a table that was written is read again, and what was not measured is absent', () => {
  const measured = Object.fromEntries(ids.slice(1).map((id, at) => [id, at + 0.25]));
  const before = Object.fromEntries(ids.map((id) => [id, 7]));
  expect(ratiosOf(table(measured, before))).toEqual(measured);
});

it('docs/performance.md has a line for every row', () => {
  const page = readFileSync(join(root, 'docs/performance.md'), 'utf8');
  for (const id of ids) expect(page).toContain(`| ${row(id).what} |`);
});

it('a ratio of throughput gets worse downwards, any other upwards', () => {
  expect([meets(row('audit-2000'), 0.71), meets(row('audit-2000'), 0.69)]).toEqual([true, false]);
  expect([meets(row('recipe'), 1.7), meets(row('recipe'), 1.71)]).toEqual([true, false]);
  expect(worse(row('audit-2000'), 0.4, 0.8)).toBe(2);
  expect(worse(row('recipe'), 3, 1.5)).toBe(2);
});
