import { expect, it } from 'vitest';
import { findOpenssl } from '../../src/run/find.ts';
import { fingerprint } from '../../src/run/fingerprint.ts';
import { configurationOf, probeOpenssl } from '../../src/run/probe.ts';
import { withWorkspace } from '../../src/run/workspace.ts';
import { capabilityNames, knownLimit } from '../../src/tables/openssl.ts';

it('every probe gives an answer, and only what this openssl is known not to have fails', async () => {
  const openssl = findOpenssl();
  const traced: string[] = [];
  const trace = (line: string) => void traced.push(line);
  const results = await withWorkspace((workspace) => probeOpenssl({ openssl, workspace, trace }));
  const { family, version } = await fingerprint(openssl);
  expect(results.map(({ capability }) => capability)).toEqual(capabilityNames);
  // --verbose shows every command line that is run, this one too.
  expect(traced[0]).toBe(`${openssl.path} version -a`);
  expect(traced).toHaveLength(1 + capabilityNames.length);
  const failed = results.filter(({ ok }) => !ok).map(({ capability }) => capability);
  expect(failed).toEqual(capabilityNames.filter((name) => knownLimit(name, family, version) !== undefined));
});

it('the configuration in force is told, with the variables that children do not get', () => {
  const found = { family: 'OpenSSL', text: 'OpenSSL 3.0.19', folder: '/nowhere' } as const;
  expect(configurationOf(found, { OPENSSL_CONF: '/tmp/evil.cnf', PATH: '/bin' })).toEqual({
    file: '/nowhere/openssl.cnf',
    exists: false,
    keptBack: ['OPENSSL_CONF'],
  });
});
