import { isRaw, keySpecNames, keySpecRow, type KeySpec } from './key-specs.ts';
import { partitions, type Partition } from './partitions.ts';
import type { SourceId } from './sources.ts';
import {
  wrappingAlgorithmNames,
  wrappingAlgorithmRow,
  wrappingKeySpecNames,
  wrappingKeySpecRow,
  type WrappingAlgorithm,
  type WrappingKeySpec,
} from './wrapping.ts';

/** One point of the table: who wraps what, how, under which key, where. */
export interface Combination {
  readonly partition: Partition;
  readonly keySpec: KeySpec;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
}

/** `disputed`: AWS's own pages disagree; both are in `sources`, and the tool runs it with a warning. */
export type SupportStatus = 'supported' | 'disputed' | 'unsupported';

export interface Support {
  readonly status: SupportStatus;
  /** Why not, or what is disputed; absent when supported. */
  readonly reason?: string;
  readonly sources: readonly SourceId[];
}

interface Rule {
  readonly status: 'unsupported' | 'disputed';
  readonly sources: readonly SourceId[];
  /** The reason when the rule applies, else undefined. */
  readonly applies: (c: Combination) => string | undefined;
}

const raw = (c: Combination) => isRaw(keySpecRow(c.keySpec));
const scheme = (c: Combination) => wrappingAlgorithmRow(c.wrappingAlgorithm).scheme;

/** The first rule that applies decides; the most fundamental reason stands first. */
const rules: readonly Rule[] = [
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: (c) => wrappingAlgorithmRow(c.wrappingAlgorithm).retired?.reason,
  },
  {
    status: 'unsupported',
    sources: ['REQ'],
    applies: (c) => {
      const row = keySpecRow(c.keySpec);
      return row.importable ? undefined : row.reason;
    },
  },
  {
    status: 'unsupported',
    sources: ['REQ'],
    applies: (c) =>
      keySpecRow(c.keySpec).partitions.includes(c.partition)
        ? undefined
        : `key spec ${c.keySpec} exists in China Regions (aws-cn) only`,
  },
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: (c) => {
      if (wrappingAlgorithmRow(c.wrappingAlgorithm).partitions.includes(c.partition)) return undefined;
      return c.partition === 'aws'
        ? `${c.wrappingAlgorithm} is offered in China Regions (aws-cn) only`
        : `${c.wrappingAlgorithm} is not offered in China Regions (aws-cn)`;
    },
  },
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: (c) =>
      wrappingKeySpecRow(c.wrappingKeySpec).partitions.includes(c.partition)
        ? undefined
        : `wrapping key spec ${c.wrappingKeySpec} is offered in China Regions (aws-cn) only`,
  },
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: (c) => {
      const needed = wrappingAlgorithmRow(c.wrappingAlgorithm).wrappingKey;
      if (needed === wrappingKeySpecRow(c.wrappingKeySpec).kind) return undefined;
      return `${c.wrappingAlgorithm} encrypts under an ${needed === 'rsa' ? 'RSA' : 'SM2'} wrapping key, not ${c.wrappingKeySpec}`;
    },
  },
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: (c) =>
      raw(c) && scheme(c) === 'sm2pke'
        ? `SM2PKE is listed for asymmetric private keys, not for ${c.keySpec}`
        : undefined,
  },
  {
    status: 'unsupported',
    sources: ['S2', 'API'],
    applies: (c) =>
      keySpecRow(c.keySpec).kind === 'rsa' && scheme(c) === 'rsaes-oaep'
        ? `RSA private keys are too long for ${c.wrappingAlgorithm}: they need ${c.partition === 'aws' ? 'RSA_AES_KEY_WRAP_SHA_1 or RSA_AES_KEY_WRAP_SHA_256' : 'SM2PKE'}`
        : undefined,
  },
  {
    status: 'unsupported',
    sources: ['S2'],
    applies: (c) =>
      c.keySpec === 'ECC_NIST_P521' && c.wrappingKeySpec === 'RSA_2048' && scheme(c) === 'rsaes-oaep'
        ? `ECC_NIST_P521 private keys cannot be wrapped by ${c.wrappingAlgorithm} under RSA_2048`
        : undefined,
  },
  {
    status: 'disputed',
    sources: ['S3', 'S2', 'API'],
    applies: (c) =>
      raw(c) && scheme(c) === 'rsa-aes-key-wrap'
        ? `AWS disagrees with itself: S3's ${c.wrappingAlgorithm} commands take symmetric and HMAC key material, S2 and the API list this algorithm for RSA and ECC private keys only`
        : undefined,
  },
];

/** What KMS is documented to do with a combination. Total: every combination has an answer. */
export function support(c: Combination): Support {
  for (const rule of rules) {
    const reason = rule.applies(c);
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
export function impliedPartition(names: {
  keySpec?: KeySpec | undefined;
  wrappingAlgorithm?: WrappingAlgorithm | undefined;
}): Partition {
  const inAws =
    (names.keySpec === undefined || keySpecRow(names.keySpec).partitions.includes('aws')) &&
    (names.wrappingAlgorithm === undefined ||
      wrappingAlgorithmRow(names.wrappingAlgorithm).partitions.includes('aws'));
  return inAws ? 'aws' : 'aws-cn';
}

/** Whether key material of a key spec can be imported at all in a partition: the best answer that any way of wrapping it has. */
export function keySpecSupport(keySpec: KeySpec, partition: Partition): Support {
  const answers = wrappingAlgorithmNames.flatMap((wrappingAlgorithm) =>
    wrappingKeySpecNames.map((wrappingKeySpec) =>
      support({ partition, keySpec, wrappingAlgorithm, wrappingKeySpec }),
    ),
  );
  const row = keySpecRow(keySpec);
  const best =
    answers.find(({ status }) => status === 'supported') ??
    answers.find(({ status }) => status === 'disputed');
  if (best !== undefined) return best;
  const reason = row.importable
    ? `key spec ${keySpec} cannot be imported in partition ${partition}`
    : row.reason;
  return { status: 'unsupported', reason, sources: ['REQ'] };
}
