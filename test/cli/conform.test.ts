import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ownSchema, sarifSchema } from '../report/schemas.ts';
import { Place } from './command.ts';

const place = new Place();
afterAll(() => place.remove());

const tool = path.join(import.meta.dirname, '../conform/unwrapper.mjs');
const unwrapper = (fault: string) =>
  `'${process.execPath}' '${tool}' ${fault} {algorithm} {blob} {key} {out}`;
const cases = ['--algorithm', 'RSAES_OAEP_SHA_256', '--case', '256/label,256/empty,sha_256/30'];
const conform = (fault: string, ...more: string[]) =>
  place.run(['conform', '--unwrap', unwrapper(fault), ...cases, ...more]);

describe('kms-keywrap conform', { timeout: 60_000 }, () => {
  let faulty: Awaited<ReturnType<typeof conform>>;
  beforeAll(async () => {
    faulty = await conform('ignores-the-label', '--report', 'report.md');
  });

  it('ends with 1 when the implementation is at fault, and says what it accepted', () => {
    const text = faulty.stdout.toString();
    expect(faulty.code).toBe(1);
    expect(text).toContain('accepted what must be refused');
    expect(text).toContain('(oaep-label)');
    expect(text).toMatch(/^2 right, 0 wrong-bytes, 1 accepted/m);
  });

  it('writes a Markdown table for an issue', () => {
    const text = readFileSync(place.path('report.md'), 'utf8');
    expect(text).toContain('| algorithm | right | accepted |');
    expect(text).toContain('| `RSAES_OAEP_SHA_256` | 2 | 1 |');
    expect(text).toMatch(/\| accepted what must be refused \| `oaep-label` .* \| 1 of 1 \|/);
  });

  it('ends with 0 when it is not; --format json fits its schema', async () => {
    const { code, stdout } = await conform('none', '--format', 'json');
    const document: unknown = JSON.parse(stdout.toString());
    expect(ownSchema('kms-keywrap/conform/1')(document)).toEqual([]);
    expect(document).toMatchObject({ summary: { right: 3, accepted: 0 } });
    expect(code).toBe(0);
  });

  it('--format sarif and junit name the fault', async () => {
    const sarif: unknown = JSON.parse(
      (await conform('ignores-the-label', '--format', 'sarif')).stdout.toString(),
    );
    expect(sarifSchema()(sarif)).toEqual([]);
    expect(JSON.stringify(sarif)).toContain('"ruleId":"accepted oaep-label"');
    const junit = (await conform('ignores-the-label', '--format', 'junit')).stdout.toString();
    expect(junit).toMatch(
      /<testcase name="[^"]*label"[^>]*><failure type="check" message="accepted oaep-label/,
    );
  });

  it('a program that cannot be started ends with 3, and leaves nothing', async () => {
    const { code, stderr } = await place.run([
      'conform',
      '--unwrap',
      './nowhere {blob} {key} {out}',
      ...cases,
    ]);
    expect(code).toBe(3);
    expect(stderr).toContain('./nowhere cannot be started (ENOENT)');
  });

  it.each([
    [[], 'expected one of --unwrap, --wrap and --pkcs11'],
    [['--unwrap', 'a {blob} {key} {out}', '--wrap', 'b {material} {key} {out}'], 'found 2'],
    [['--unwrap', 'a {blob} {out}'], 'does not contain {key}'],
    [['--unwrap', 'a {blob} {key} {out}', '--algorithm', 'RSA_OAEP'], 'RSA_OAEP'],
    [['--unwrap', 'a {blob} {key} {out}', '--seed', 'xyz'], 'not hexadecimal'],
    [['--unwrap', 'a {blob} {key} {out}', '--case', 'no-such-case'], 'no case has no-such-case'],
  ])('%j is refused: %s', async (args, message) => {
    const { code, stderr } = await place.run(['conform', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
