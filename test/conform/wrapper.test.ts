import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { conform } from '../../src/conform/run.ts';
import type { WrappingAlgorithm } from '../../src/tables/wrapping.ts';

const tool = path.join(import.meta.dirname, 'wrapper.mjs');

const run = (fault: string, algorithm: WrappingAlgorithm) =>
  conform({
    direction: 'wrap',
    command: `'${process.execPath}' '${tool}' ${fault} {algorithm} {material} {key} {out}`,
    algorithms: [algorithm],
    only: ['/1/again', '/30'],
  });

describe('what a wrapper makes is audited', { timeout: 60_000 }, () => {
  it.each([
    ['other-hash', 'RSAES_OAEP_SHA_256', ['oaep-hash']],
    ['pkcs1v15', 'RSAES_OAEP_SHA_1', ['rsa-pkcs1v15']],
    ['aes-128', 'RSA_AES_KEY_WRAP_SHA_256', ['kek-length']],
    ['same-aes-key', 'RSA_AES_KEY_WRAP_SHA_1', ['kek-reused']],
  ] as const)('%s under %s is named %j', async (fault, algorithm, names) => {
    const { cases, summary } = await run(fault, algorithm);
    expect(summary.faulty).toBeGreaterThan(0);
    const found = new Set(cases.flatMap(({ findings }) => findings.map(({ id }) => id)));
    expect([...found].sort()).toEqual(names);
  });

  it('one that ends well and writes nothing refuses', async () => {
    const { cases, summary } = await run('writes-nothing', 'RSAES_OAEP_SHA_256');
    expect(summary.refused).toBe(cases.length);
    expect(cases[0]).toMatchObject({ status: 'refused', exitStatus: 0 });
  });

  it.each(['RSAES_OAEP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256'] as const)(
    'a sound one is right: %s',
    async (algorithm) => {
      const { cases, summary } = await run('none', algorithm);
      expect(summary.right).toBe(cases.length);
      expect(cases.some(({ id }) => id.endsWith('/again'))).toBe(true);
    },
  );
});
