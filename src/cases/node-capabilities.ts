import { constants, getCiphers, getCurves, getHashes } from 'node:crypto';
import { nodeVersions } from '../run/host/host.ts';
import type { Combination } from '../tables/support.ts';
import { keySpecRow } from '../tables/key-specs.ts';
import { wrappingAlgorithmRow } from '../tables/wrapping.ts';

/** Something that the oracle needs of node:crypto: a build without it (FIPS, another TLS library) lacks the rest too. */
interface NodeCapability {
  readonly title: string;
  readonly ok: () => boolean;
  readonly neededBy: (combination: Combination) => boolean;
}

const usesSm2 = (one: Combination) => one.keySpec === 'SM2' || one.wrappingAlgorithm === 'SM2PKE';

const table: readonly NodeCapability[] = [
  {
    title: 'raw RSA operations (RSA_NO_PADDING)',
    ok: () => constants.RSA_NO_PADDING !== undefined,
    neededBy: (one) => wrappingAlgorithmRow(one.wrappingAlgorithm).wrappingKey === 'rsa',
  },
  {
    title: 'AES key wrap with padding (id-aes256-wrap-pad)',
    ok: () => getCiphers().includes('id-aes256-wrap-pad'),
    neededBy: (one) => wrappingAlgorithmRow(one.wrappingAlgorithm).scheme === 'rsa-aes-key-wrap',
  },
  {
    title: 'the curve secp256k1',
    ok: () => getCurves().includes('secp256k1'),
    neededBy: (one) => one.keySpec === 'ECC_SECG_P256K1',
  },
  {
    title: 'the NIST curves',
    ok: () => ['prime256v1', 'secp384r1', 'secp521r1'].every((curve) => getCurves().includes(curve)),
    neededBy: (one) => keySpecRow(one.keySpec).kind === 'ec',
  },
  { title: 'the curve SM2', ok: () => getCurves().includes('SM2'), neededBy: usesSm2 },
  {
    title: 'the hash SM3',
    ok: () => getHashes().includes('sm3'),
    neededBy: (one) => one.wrappingAlgorithm === 'SM2PKE',
  },
];

export interface NodeProbe {
  readonly title: string;
  readonly ok: boolean;
}

/** What this node can do of what the oracle needs. */
export const probeNode = (): NodeProbe[] => table.map(({ title, ok }) => ({ title, ok: ok() }));

/** Why node cannot check a combination; undefined when it can. */
export function nodeLimit(combination: Combination): string | undefined {
  const missing = table.find(({ ok, neededBy }) => neededBy(combination) && !ok());
  return missing === undefined
    ? undefined
    : `node ${nodeVersions.node} with OpenSSL ${nodeVersions.nodeOpenssl} lacks ${missing.title}`;
}
