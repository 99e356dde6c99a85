import { constants, getCiphers, getCurves, getHashes } from 'node:crypto';
import { nodeVersions } from '../run/host/host.ts';
import type { CombinationRows } from '../tables/support.ts';
import { curveRow, curveSpecs, type CurveRow } from '../tables/curves.ts';
import { hashes, type HashName } from '../tables/hashes.ts';
import { wrappingHashes } from '../tables/wrapping.ts';

/** Something that the oracle needs of node:crypto: a build without it (FIPS, another TLS library) lacks the rest too. */
interface NodeCapability {
  readonly title: string;
  readonly ok: () => boolean;
  readonly neededBy: (rows: CombinationRows) => boolean;
}

const usesCurve = ({ keySpec, algorithm }: CombinationRows, { name }: CurveRow) =>
  (keySpec.kind === 'ec' && keySpec.curve.name === name) ||
  (name === 'SM2' && algorithm.wrappingKey === 'sm2');

/** The hash of the OAEP encoding, or of SM2 encryption. */
function hashOf({ algorithm }: CombinationRows): HashName | undefined {
  if (algorithm.scheme === 'sm2pke') return 'sm3';
  return 'hash' in algorithm ? algorithm.hash : undefined;
}

const table: readonly NodeCapability[] = [
  {
    title: 'raw RSA operations (RSA_NO_PADDING)',
    ok: () => constants.RSA_NO_PADDING !== undefined,
    neededBy: ({ algorithm }) => algorithm.wrappingKey === 'rsa',
  },
  {
    title: 'AES key wrap with padding (id-aes256-wrap-pad)',
    ok: () => getCiphers().includes('id-aes256-wrap-pad'),
    neededBy: ({ algorithm }) => algorithm.scheme === 'rsa-aes-key-wrap',
  },
  ...curveSpecs.map(curveRow).map((curve): NodeCapability => ({
    title: `the curve ${curve.title}`,
    ok: () => getCurves().includes(curve.node),
    neededBy: (rows) => usesCurve(rows, curve),
  })),
  ...[...wrappingHashes, 'sm3' as const].map((hash): NodeCapability => ({
    title: `the hash ${hashes[hash].title}`,
    ok: () => getHashes().includes(hash),
    neededBy: (rows) => hashOf(rows) === hash,
  })),
];

export interface NodeProbe {
  readonly title: string;
  readonly ok: boolean;
}

/** What this node can do of what the oracle needs. */
export const probeNode = (): NodeProbe[] => table.map(({ title, ok }) => ({ title, ok: ok() }));

/** Why node cannot check a combination; undefined when it can. */
export function nodeLimit(rows: CombinationRows): string | undefined {
  const missing = table.find(({ ok, neededBy }) => neededBy(rows) && !ok());
  return missing === undefined
    ? undefined
    : `node ${nodeVersions.node} with OpenSSL ${nodeVersions.nodeOpenssl} lacks ${missing.title}`;
}
