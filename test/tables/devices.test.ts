import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deviceNames, deviceRow } from '../../src/tables/devices/index.ts';
import { mechanismRows, type MechanismRow } from '../../src/tables/devices/mechanisms.ts';
import { pkcs11 } from '../../src/tables/pkcs11.ts';

interface Note {
  readonly device: { readonly version: string };
  readonly cases: readonly { readonly id: string; readonly refused?: string }[];
}
const exportsOf = (name: string) => new URL(`../../golden/exports/${name}/note.json`, import.meta.url);

describe.each(deviceNames)('the row of %s', (name) => {
  const { evidence, sources, exports, module, limits, watch } = deviceRow(name);

  it('says where its facts are from: documents with an address, or a version whose exports are in golden/exports', () => {
    const noted = existsSync(exportsOf(name))
      ? (JSON.parse(readFileSync(exportsOf(name), 'utf8')) as Note).device.version
      : undefined;
    expect(noted).toBe(evidence.kind === 'run' ? evidence.version : undefined);
    expect(evidence.kind === 'run' || sources.length > 0).toBe(true);
    for (const { url } of sources) expect(() => new URL(url)).not.toThrow();
  });

  it('names the module of a token', () => {
    const isToken = Object.values(exports).some(({ by }) => by === 'pkcs11');
    expect(module !== undefined).toBe(isToken);
  });

  it('writes reasons in lower case and without a full stop, and what to watch in sentences', () => {
    const reasons = Object.values(exports).flatMap((way) => (way.by === 'none' ? [way.reason] : []));
    for (const reason of [...reasons, ...limits.map((limit) => limit.reason)])
      expect(reason).not.toMatch(/\.$/);
    for (const sentence of watch) expect(sentence).toMatch(/\.$/);
  });
});

describe.each(deviceNames.filter((name) => deviceRow(name).evidence.kind === 'run'))(
  'what the row of %s says is what its exports in golden/exports show',
  (name) => {
    const { cases } = JSON.parse(readFileSync(exportsOf(name), 'utf8')) as Note;
    const { exports, limits } = deviceRow(name);
    const seen = (submission: string, keySpec: string) =>
      cases.find(({ id }) => id === `aws/${keySpec}/RSA_2048/${submission}`);

    it.each([
      ['RSAES_OAEP_SHA_1', 'oaep-sha1'],
      ['RSAES_OAEP_SHA_256', 'oaep-sha256'],
    ] as const)('%s of a symmetric key', (algorithm, submission) => {
      const refused = seen(submission, 'SYMMETRIC_DEFAULT')?.refused !== undefined;
      expect(exports[algorithm].by === 'none').toBe(refused);
    });

    it.each(['ECC_NIST_P256', 'ECC_SECG_P256K1'] as const)('RSAES_OAEP_SHA_1 of %s', (keySpec) => {
      const refusing = limits.some(
        (limit) =>
          limit.effect === 'refused' &&
          limit.keySpecs.includes(keySpec) &&
          limit.algorithms.includes('RSAES_OAEP_SHA_1'),
      );
      expect(refusing).toBe(seen('oaep-sha1', keySpec)?.refused !== undefined);
    });
  },
);

describe('mechanisms', () => {
  const numbers: Readonly<Record<string, number>> = pkcs11;
  const isOfVendor = ({ vendor }: MechanismRow) => vendor !== undefined;

  it('of the standard have the numbers of pkcs11t.h', () => {
    const rows = mechanismRows.filter((row) => !isOfVendor(row));
    expect(rows.map(({ number }) => number)).toEqual(rows.map(({ name }) => numbers[name]));
  });

  it('of vendors stand in the range for vendors', () => {
    const published = mechanismRows.filter(isOfVendor).flatMap(({ number = [] }) => number);
    expect(published.length).toBeGreaterThan(0);
    expect(published.every((number) => number >= 0x80_00_00_00)).toBe(true);
  });
});
