import { constants, getCiphers, getCurves, getHashes } from 'node:crypto';
import { nodeVersions } from '../run/host/host.ts';
import type { Combination } from '../tables/support.ts';
import { curveRow, curveSpecs, type CurveRow } from '../tables/curves.ts';
import { hashes, type HashName } from '../tables/hashes.ts';
import { keySpecRow } from '../tables/key-specs.ts';
import { wrappingAlgorithmRow, wrappingHashes, type WrappingAlgorithm } from '../tables/wrapping.ts';

/** Something that the oracle needs of node:crypto: a build without it (FIPS, another TLS library) lacks the rest too. */
interface NodeCapability {
  readonly title: string;
  readonly ok: () => boolean;
  readonly neededBy: (combination: Combination) => boolean;
}

const usesCurve = ({ keySpec, wrappingAlgorithm }: Combination, curve: CurveRow) => {
  const material = keySpecRow(keySpec);
  const usedByKey = material.kind === 'ec' && material.curve.name === curve.name;
  return usedByKey || (curve.name === 'SM2' && wrappingAlgorithmRow(wrappingAlgorithm).wrappingKey === 'sm2');
};

/** The hash of the OAEP encoding, or of SM2 encryption. */
function hashOf(name: WrappingAlgorithm): HashName | undefined {
  const row = wrappingAlgorithmRow(name);
  if (row.scheme === 'sm2pke') return 'sm3';
  return 'hash' in row ? row.hash : undefined;
}

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
  ...curveSpecs.map(curveRow).map((curve): NodeCapability => ({
    title: `the curve ${curve.title}`,
    ok: () => getCurves().includes(curve.node),
    neededBy: (one) => usesCurve(one, curve),
  })),
  ...[...wrappingHashes, 'sm3' as const].map((hash): NodeCapability => ({
    title: `the hash ${hashes[hash].title}`,
    ok: () => getHashes().includes(hash),
    neededBy: (one) => hashOf(one.wrappingAlgorithm) === hash,
  })),
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
