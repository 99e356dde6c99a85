import { afterAll, describe, expect, it } from 'vitest';
import { brokenOpensslPath, removeBrokenOpenssls } from '../run/broken-openssl.ts';
import { ownSchema } from '../report/schemas.ts';
import { Place } from './command.ts';

const place = new Place();
afterAll(() => {
  place.remove();
  removeBrokenOpenssls();
});

const small = ['verify', '--key-spec', 'HMAC_256', '--wrapping-key-spec', 'RSA_2048'];
/** It has no AES key wrap: what needs it is skipped. */
const withoutWrap = ['--openssl', brokenOpensslPath('case "$*" in *aes256-wrap-pad*) exit 1;; esac')];
/** It can do nothing but tell its version. */
const useless = ['--openssl', brokenOpensslPath('exit 1')];

describe('verify', () => {
  it('that skipped some exits 0, or 1 with --fail-on-skip', async () => {
    const words = [...small, ...withoutWrap];
    const [lenient, strict] = await Promise.all([place.run(words), place.run([...words, '--fail-on-skip'])]);
    for (const { stdout } of [lenient, strict])
      expect(stdout.toString()).toMatch(/passed, 0 failed, [1-9]\d* skipped\n$/);
    expect([lenient.code, strict.code]).toEqual([0, 1]);
    expect(lenient.stderr).not.toContain('ran nothing');
  });

  it('that could run nothing says so last', async () => {
    const { code, stdout, stderr } = await place.run([...small, ...useless]);
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/passed, 0 failed, [1-9]\d* skipped\n$/);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^kms-keywrap: warning: verify ran nothing: .* skipped$/,
    );
  });

  it('--repeat runs everything that often, in JSON with the round', async () => {
    const { code, stdout } = await place.run([...small, '--repeat', '2', '--format', 'json']);
    const report = JSON.parse(stdout.toString()) as {
      cases: { id: string; round: number }[];
      summary: { passed: number };
    };
    expect(code).toBe(0);
    expect(ownSchema('kms-keywrap/verify/1')(report)).toEqual([]);
    expect(report.cases.map(({ round }) => round)).toEqual([...Array(6).fill(1), ...Array(6).fill(2)]);
    expect(report.summary.passed).toBe(12);
  });

  it.each(['0', '-1', 'x', '1.5'])('--repeat %s is refused', async (count) => {
    const { code, stderr } = await place.run([...small, '--repeat', count]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`--repeat "${count}" is not a whole number from 1 to 1000000`),
    ]);
  });
});
