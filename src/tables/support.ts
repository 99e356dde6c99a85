import { isRaw, keySpecNames, keySpecRow, type KeySpec, type KeySpecRow } from './key-specs.ts';
import { existsOnly, partitions, type Partition } from './partitions.ts';
import type { SourceId } from './sources.ts';
import {
  algorithmsInUse,
  wrappingAlgorithmNames,
  wrappingAlgorithmRow,
  wrappingKeySpecNames,
  wrappingKeySpecRow,
  type WrappingAlgorithm,
  type WrappingAlgorithmRow,
  type WrappingKeySpec,
  type WrappingKeySpecRow,
} from './wrapping.ts';

/** One point of the table: who wraps what, how, under which key, where. */
export interface Combination {
  readonly partition: Partition;
  readonly keySpec: KeySpec;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
}

/** `disputed`: AWS's own pages disagree; all are in `sources`, and the tool runs it with a warning. */
export type SupportStatus = 'supported' | 'disputed' | 'unsupported';

export interface Support {
  readonly status: SupportStatus;
  /** Why not, or what is disputed; absent when supported. */
  readonly reason?: string;
  readonly sources: readonly SourceId[];
}

/** A combination with the rows that it names. */
export interface CombinationRows {
  readonly partition: Partition;
  readonly keySpec: KeySpecRow;
  readonly algorithm: WrappingAlgorithmRow;
  readonly wrappingKey: WrappingKeySpecRow;
}

export const rowsOf = (c: Combination): CombinationRows => ({
  partition: c.partition,
  keySpec: keySpecRow(c.keySpec),
  algorithm: wrappingAlgorithmRow(c.wrappingAlgorithm),
  wrappingKey: wrappingKeySpecRow(c.wrappingKeySpec),
});

interface Rule {
  readonly status: 'unsupported' | 'disputed';
  readonly sources: readonly SourceId[];
  /** The reason when the rule applies, else undefined. */
  readonly applies: (rows: CombinationRows) => string | undefined;
}

/** The algorithms that wrap key material of any length in a partition. */
const hybrids = (partition: Partition) =>
  algorithmsInUse
    .filter(({ partitions: has, scheme }) => has.includes(partition) && scheme !== 'rsaes-oaep')
    .map(({ name }) => name);

/** The first rule that applies decides; the most fundamental reason stands first. */
const rules: readonly Rule[] = [
  { status: 'unsupported', sources: ['S2'], applies: ({ algorithm }) => algorithm.retired?.reason },
  {
    status: 'unsupported',
    sources: ['REQ'],
    applies: ({ keySpec }) => (keySpec.importable ? undefined : keySpec.reason),
  },
  {
    status: 'unsupported',
    sources: ['REQ'],
    applies: ({ partition, keySpec }) => {
      const where = existsOnly(keySpec.partitions, partition);
      return where && `key spec ${keySpec.name} exists ${where}`;
    },
  },
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: ({ partition, algorithm }) => {
      const where = existsOnly(algorithm.partitions, partition);
      return where && `${algorithm.name} is offered ${where}`;
    },
  },
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: ({ partition, wrappingKey }) => {
      const where = existsOnly(wrappingKey.partitions, partition);
      return where && `wrapping key spec ${wrappingKey.name} is offered ${where}`;
    },
  },
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: ({ algorithm, wrappingKey }) => {
      const needed = algorithm.wrappingKey;
      if (needed === wrappingKey.kind) return undefined;
      return `${algorithm.name} encrypts under an ${needed.toUpperCase()} wrapping key, not ${wrappingKey.name}`;
    },
  },
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: ({ keySpec, algorithm }) =>
      isRaw(keySpec) && algorithm.scheme === 'sm2pke'
        ? `${algorithm.name} is listed for asymmetric private keys, not for ${keySpec.name}`
        : undefined,
  },
  {
    status: 'unsupported',
    sources: ['S2', 'API'],
    applies: ({ partition, keySpec, algorithm }) =>
      keySpec.kind === 'rsa' && algorithm.scheme === 'rsaes-oaep'
        ? `RSA private keys are too long for ${algorithm.name}: they need ${hybrids(partition).join(' or ')}`
        : undefined,
  },
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: ({ keySpec, algorithm, wrappingKey }) =>
      keySpec.name === 'ECC_NIST_P521' && wrappingKey.name === 'RSA_2048' && algorithm.scheme === 'rsaes-oaep'
        ? `${keySpec.name} private keys cannot be wrapped by ${algorithm.name} under ${wrappingKey.name}`
        : undefined,
  },
  {
    status: 'disputed',
    sources: ['S3', 'S2', 'API'],
    applies: ({ keySpec, algorithm }) =>
      isRaw(keySpec) && algorithm.scheme === 'rsa-aes-key-wrap'
        ? `AWS documents disagree: "Step 3: Encrypt the key material" shows ${algorithm.name} commands for symmetric and HMAC key material; "Step 2: Download the wrapping public key and import token" and the API model list this algorithm for RSA and ECC private keys only`
        : undefined,
  },
];

/** What KMS is documented to do with a combination. Total: every combination has an answer. */
export function support(c: Combination): Support {
  const rows = rowsOf(c);
  for (const rule of rules) {
    const reason = rule.applies(rows);
    if (reason !== undefined) return { status: rule.status, reason, sources: rule.sources };
  }
  return { status: 'supported', sources: ['S2', 'REQ'] };
}

/** `aws/ECC_NIST_P384/RSAES_OAEP_SHA_256/RSA_3072` */
export function combinationId(c: Combination): string {
  return `${c.partition}/${c.keySpec}/${c.wrappingAlgorithm}/${c.wrappingKeySpec}`;
}

/** All combinations, partition by partition, in table order. */
export function* allCombinations(): Generator<Combination> {
  for (const partition of partitions)
    for (const keySpec of keySpecNames)
      for (const wrappingAlgorithm of wrappingAlgorithmNames)
        for (const wrappingKeySpec of wrappingKeySpecNames)
          yield { partition, keySpec, wrappingAlgorithm, wrappingKeySpec };
}

/** The partition meant when none is named: `aws`, unless a name exists in `aws-cn` alone. */
export function impliedPartition({
  keySpec,
  wrappingAlgorithm,
}: {
  keySpec?: KeySpecRow | undefined;
  wrappingAlgorithm?: WrappingAlgorithmRow | undefined;
}): Partition {
  const named = [keySpec, wrappingAlgorithm].filter((row) => row !== undefined);
  return named.every(({ partitions: has }) => has.includes('aws')) ? 'aws' : 'aws-cn';
}

/** Whether key material of a key spec can be imported at all in a partition: the best answer that any way of wrapping it has. */
export function keySpecSupport(row: KeySpecRow, partition: Partition): Support {
  const answers = wrappingAlgorithmNames.flatMap((wrappingAlgorithm) =>
    wrappingKeySpecNames.map((wrappingKeySpec) =>
      support({ partition, keySpec: row.name, wrappingAlgorithm, wrappingKeySpec }),
    ),
  );
  const best =
    answers.find(({ status }) => status === 'supported') ??
    answers.find(({ status }) => status === 'disputed');
  if (best !== undefined) return best;
  const reason = row.importable
    ? `key spec ${row.name} cannot be imported in partition ${partition}`
    : row.reason;
  return { status: 'unsupported', reason, sources: ['REQ'] };
}
