import { afterAll, describe, expect, it } from 'vitest';
import { verify, type VerifyInput } from '../../src/verify/verify.ts';
import { brokenOpensslPath, realOpenssl, removeBrokenOpenssls } from '../run/broken-openssl.ts';

afterAll(removeBrokenOpenssls);

/** A run, and the command lines that generated or wrapped something in it. */
async function run(input: VerifyInput) {
  const lines: string[] = [];
  const report = await verify({ ...input, trace: (line) => void lines.push(line) });
  return {
    ...report,
    generated: lines.filter((line) => /rand -out (?:HMAC|Plaintext)|genpkey/.test(line)),
    wrapped: lines.filter((line) => line.includes('pkeyutl -encrypt')),
    supported: report.cases.filter(({ support }) => support !== 'unsupported'),
  };
}

const elliptic: VerifyInput = { keySpecs: ['ECC_NIST_P256'], wrappingKeySpecs: ['RSA_2048', 'RSA_3072'] };

describe('verify', () => {
  it('makes key material once for each key spec and partition, and wraps it in every way', async () => {
    const { generated, wrapped, supported, summary } = await run(elliptic);
    // The probes of openssl try each command too, with keys of their own.
    expect(generated.filter((line) => line.includes('pkcs8 -topk8')).length).toBeLessThanOrEqual(2);
    expect(generated.filter((line) => line.includes('ECC_NIST_P256_PrivateKey.der'))).toHaveLength(1);
    expect(wrapped.length).toBeGreaterThanOrEqual(supported.length);
    expect(summary).toMatchObject({ failed: 0, skipped: 0 });
  });

  it('checks each supported case in every way that it names', async () => {
    const { supported } = await run(elliptic);
    expect(supported).toHaveLength(8);
    for (const { checks } of supported)
      expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
        ['openssl wraps, node unwraps to the same bytes', true],
        ['node wraps, openssl unwraps to the same bytes', true],
        ['blob length', true],
        ['every byte accounted for', true],
        ['key material is sound', true],
        ['key parses as ECC_NIST_P256', true],
        ['public key is the generated one', true],
      ]);
  });

  it('repeated, makes everything anew each time and numbers the rounds', async () => {
    const { generated, cases, summary } = await run({ ...elliptic, repeat: 3 });
    expect(generated.filter((line) => line.includes('ECC_NIST_P256_PrivateKey.der'))).toHaveLength(3);
    expect(new Set(cases.map(({ round }) => round))).toEqual(new Set([1, 2, 3]));
    expect(summary).toEqual({ passed: cases.length, failed: 0, skipped: 0 });
  });

  it('fails every case of key material that cannot be generated, and no other', async () => {
    const openssl = brokenOpensslPath('case "$*" in *ec_paramgen_curve:P-384*) exit 1;; esac');
    const keySpecs = ['ECC_NIST_P256', 'ECC_NIST_P384'] as const;
    const { supported } = await run({ keySpecs, wrappingKeySpecs: ['RSA_2048'], openssl });
    const failed = supported.filter(({ status }) => status !== 'passed');
    expect(failed.map(({ keySpec }) => keySpec)).toEqual(Array.from({ length: 4 }, () => 'ECC_NIST_P384'));
  });

  it('fails when openssl wraps with another MGF1 hash than it was told', async () => {
    const openssl = brokenOpensslPath(
      `case "$*" in *-encrypt*) exec ${realOpenssl} $(echo "$@" | sed s/rsa_mgf1_md:sha256/rsa_mgf1_md:sha1/);; esac`,
    );
    const { supported } = await run({
      keySpecs: ['HMAC_256'],
      wrappingKeySpecs: ['RSA_2048'],
      wrappingAlgorithms: ['RSAES_OAEP_SHA_256'],
      openssl,
    });
    expect(supported.map(({ status }) => status)).toEqual(['failed']);
  });

  it.each([0, -1, 1.5, Number.NaN, 1e9])('repeat %s is refused', async (repeat) => {
    await expect(verify({ repeat })).rejects.toMatchObject({ code: 'ERR_USAGE' });
  });
});
