import type { Openssl } from '../run/find.ts';
import { fingerprint } from '../run/fingerprint.ts';
import { nodeVersions } from '../run/host/host.ts';
import type { Environment } from './result.ts';

/** What the cases ran on. */
export async function environment(openssl: Openssl): Promise<Environment> {
  return { ...nodeVersions, openssl: (await fingerprint(openssl)).text };
}
