import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createTwoFilesPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { envelopeFindings } from '../../src/tables/findings/blob/envelope.ts';
import { findings, type FindingId } from '../../src/tables/findings/index.ts';
import { json } from '../../src/report/json.ts';
import { reportKinds } from '../../src/report/kinds.ts';
import { compositeFiles } from '../../src/golden/composites.ts';
import { faultsFile } from '../../src/golden/faults.ts';
import { readVectorFiles } from '../../src/golden/files.ts';
import { golden } from '../../src/golden/run.ts';
import { vectorFileText, type VectorFile } from '../../src/golden/vector.ts';
import { ownSchema } from '../report/schemas.ts';

const root = path.join(import.meta.dirname, '../../golden');
const folder = path.join(root, 'vectors');
const committed = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const files = [...readVectorFiles(folder)];
const testsOf = (file: VectorFile) => file.testGroups.flatMap((group) => [...group.tests]);

it('every finding has a vector, but for those that only a batch or the envelope of another service shows', () => {
  const shown = new Set(
    files.flatMap(([, file]) =>
      file.testGroups.flatMap((group) =>
        group.type === 'Wrap' ? group.tests.flatMap((each) => [...each.findings]) : [],
      ),
    ),
  );
  const missing = Object.keys(findings).filter(
    (id) => !shown.has(id as FindingId) && !Object.hasOwn(envelopeFindings, id),
  );
  expect(missing.sort()).toEqual(['blob-duplicate', 'kek-reused', 'material-duplicate']);
});

describe('the JSON Schema of the vectors is closed', () => {
  const ajv = new Ajv2020({ allErrors: true });
  const valid = ajv.compile(JSON.parse(committed('schema.json')) as object);

  it.each(files)('%s fits it', (_, file) => {
    expect(valid(file) ? [] : valid.errors).toEqual([]);
  });

  it.each(files)('%s with an unknown field in one vector does not', (_, file) => {
    const altered = structuredClone(file) as unknown as {
      testGroups: { tests: Record<string, unknown>[] }[];
    };
    altered.testGroups[0]!.tests[0]!['colour'] = 'blue';
    expect(valid(altered)).toBe(false);
  });

  it.each(files)('%s numbers its tests from 1 on, counts them and explains every flag', (_, file) => {
    const tests = testsOf(file);
    expect(tests.map(({ tcId }) => tcId)).toEqual(tests.map((_, index) => index + 1));
    expect(file.numberOfTests).toBe(tests.length);
    const used = new Set(tests.flatMap(({ flags }) => flags));
    expect([...used].sort()).toEqual(Object.keys(file.notes).sort());
  });

  it.each(files)('every vector of %s was confirmed by an implementation that is not this one', (_, file) => {
    for (const { confirmedBy } of testsOf(file)) {
      expect(confirmedBy.length).toBeGreaterThan(0);
      for (const name of confirmedBy) expect(file.confirmations[name]).toBeTypeOf('string');
    }
  });
});

/** The file without what only `make golden` can say: who confirmed it. */
function withoutConfirmations(file: VectorFile): string {
  const testGroups = file.testGroups.map((group) => ({
    ...group,
    tests: group.tests.map((each) => ({ ...each, confirmedBy: [] })),
  }));
  return vectorFileText({ ...file, confirmations: {}, testGroups } as VectorFile);
}

it('computed again, the vectors are the committed ones byte for byte', () => {
  for (const [name, file] of [...compositeFiles(), ['faults.json', faultsFile()] as const]) {
    const kept = JSON.parse(committed(name)) as VectorFile;
    const difference = createTwoFilesPatch(
      name,
      'computed again',
      withoutConfirmations(kept),
      vectorFileText(file),
    );
    expect(difference.split('\n').length > 5 ? difference : '').toBe('');
    expect(committed(name)).toBe(vectorFileText(kept));
  }
});

it(
  'node and openssl make and open every vector, and the audit names what is wrong',
  { timeout: 120_000 },
  async () => {
    const { environment, cases, summary } = await golden();
    expect(cases.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(summary.passed + summary.skipped).toBe(
      files.reduce((sum, [, file]) => sum + file.numberOfTests, 0),
    );
    expect(summary.passed).toBeGreaterThan(0);

    const tool = { name: 'kms-keywrap', version: '0' };
    const writer = json(reportKinds.golden, { tool, environment: { ...environment } });
    const document: unknown = JSON.parse(
      [writer.begin(), ...cases.map((one) => writer.each(one)), writer.end()].join(''),
    );
    expect(ownSchema('kms-keywrap/golden/1')(document)).toEqual([]);
  },
);

it('all of golden/ but recipes/ is what golden/SHA256SUMS holds, all and alone', () => {
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== 'SHA256SUMS' && !name.startsWith('recipes/'))
    .filter((name) => statSync(path.join(root, name)).isFile())
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(path.join(root, name)))
          .digest('hex')}  ${name}`,
    );
  expect(found).toEqual(readFileSync(path.join(root, 'SHA256SUMS'), 'utf8').trimEnd().split('\n'));
});

it('golden/ stays under 5 MB', () => {
  const bytes = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(path.join(root, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
  expect(bytes).toBeLessThan(5_000_000);
});
