import { expect, it } from 'vitest';
import { findOpenssl } from '../../src/run/find.ts';
import { withWorkspace } from '../../src/run/workspace.ts';
import { azure } from '../../src/tables/services/azure.ts';
import { gcp } from '../../src/tables/services/gcp.ts';
import type { ServiceRow } from '../../src/tables/services/types.ts';
import { vault } from '../../src/tables/services/vault.ts';
import { runServiceCases } from '../../src/verify/services.ts';

/** A row with these key types alone: `verify --service` runs them all. */
const only = (row: ServiceRow, ...names: string[]): ServiceRow => ({
  ...row,
  materials: row.materials.filter(({ name }) => names.includes(name)),
});

const run = (rows: readonly ServiceRow[]) =>
  withWorkspace((workspace) =>
    runServiceCases({
      rows,
      jobs: 4,
      context: { openssl: findOpenssl({}), workspace },
      onCase: () => undefined,
    }),
  );

it('combinations of three services pass with openssl and node, refusals with the documented reason', async () => {
  const rows = [
    only(gcp, 'hmac-sha1', 'ec-sign-p521-sha512', 'ec-sign-ed25519', 'rsa-sign-raw-pkcs1-2048'),
    only(azure, 'oct-HSM-128', 'EC-HSM-P-256K'),
    only(vault, 'hmac', 'xchacha20-poly1305'),
  ];
  const cases = await run(rows);
  expect(cases.filter(({ status }) => status !== 'passed')).toEqual([]);
  const count = (service: string, support: string) =>
    cases.filter((one) => one.service === service && one.support === support).length;
  // Six RSA methods and three of HPKE; P-521 under none; an RSA key under none of the two direct ones.
  expect([count('gcp', 'supported'), count('gcp', 'unsupported')]).toEqual([6 + 6 + 4, 9 + 3 + 3 + 5]);
  // One way of import and two of release, under three sizes of wrapping key.
  expect(count('azure', 'supported')).toBe(18);
  expect([count('vault', 'supported'), count('vault', 'disputed')]).toEqual([5, 5]);
});
