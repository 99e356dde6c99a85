import { isRaw, keySpecNames, keySpecRow } from '../key-specs.ts';
import type { Partition } from '../partitions.ts';
import { sources, type Source } from '../sources.ts';
import { support } from '../support.ts';
import {
  isWrappingAlgorithm,
  isWrappingKeySpec,
  wrappingAlgorithmNames,
  wrappingAlgorithmRow,
  wrappingKeySpecNames,
  wrappingKeySpecRow,
} from '../wrapping.ts';
import { awsSays } from './aws-says.ts';
import type { Material, ServiceAnswer, ServiceCombination, ServiceRow, Wrapping } from './types.ts';

const material = (partition: Partition): readonly Material[] =>
  keySpecNames.map(keySpecRow).map((row) => ({
    name: row.name,
    row,
    also: [],
    source: sources[row.source],
    ...(isRaw(row) ? { lengths: [row.bytes[partition]] } : {}),
  }));

const wrappings: readonly Wrapping[] = wrappingAlgorithmNames.map(wrappingAlgorithmRow).map((row) => ({
  name: row.name,
  scheme: row,
  inner: row.scheme === 'rsa-aes-key-wrap' ? 'kwp' : 'none',
  join: 'one',
  ...(row.scheme === 'sm2pke' ? { sm2Form: 'der' as const } : {}),
  under: wrappingKeySpecNames.filter((name) => wrappingKeySpecRow(name).kind === row.wrappingKey),
  use: 'import',
  source: sources[row.source],
}));

/** AWS KMS in a partition, made from its own tables: its texts are those of the commands without --service. */
export const awsRow = (partition: Partition, title: string): ServiceRow => ({
  name: partition,
  title,
  words: {
    service: 'KMS',
    keySpec: 'key spec',
    wrappingAlgorithm: 'wrapping algorithm',
    fetch: 'Call GetParametersForImport again',
    wrappingKey: 'the wrapping public key',
  },
  materials: material(partition),
  wrappings,
  wrappingKeys: wrappingKeySpecNames.map((name) => ({ ...wrappingKeySpecRow(name), delivery: ['der'] })),
  rules: [
    { status: 'unsupported', source: sources.S2, applies: (one) => answered(partition, one, 'unsupported') },
    { status: 'disputed', source: sources.S2, applies: (one) => answered(partition, one, 'disputed') },
  ],
  envelope: 'binary',
  limits: { uploadBytes: 6144 },
  commands: {
    by: 'documented',
    files: {
      material: 'PlaintextKeyMaterial.bin',
      publicKey: 'WrappingPublicKey.bin',
      blob: 'EncryptedKeyMaterial.bin',
      keyForm: 'der',
    },
    fetch: ({ name }) => [
      `aws kms get-parameters-for-import --key-id KEY --wrapping-algorithm ${name} --wrapping-key-spec RSA_4096`,
    ],
    wrap: () => [],
    upload: () => [
      'aws kms import-key-material --key-id KEY --encrypted-key-material fileb://EncryptedKeyMaterial.bin --import-token fileb://ImportToken.bin',
    ],
  },
  says: awsSays,
  judges: {},
  sources: { blob: sources.S3, material: sources.REQ, envelope: sources.S4 },
  tested: 'every supported combination with openssl and node; golden vectors; a rehearsal with the SDKs',
  unsure: [],
});

/** What AWS's own table answers to a combination of the row. */
export function awsAnswer(
  partition: Partition,
  { material: due, wrapping, wrappingKey }: ServiceCombination,
): ServiceAnswer {
  if (!isWrappingAlgorithm(wrapping.name) || !isWrappingKeySpec(wrappingKey.name))
    return { status: 'unsupported', sources: [] };
  const { sources: cited, ...answer } = support({
    partition,
    keySpec: due.row.name,
    wrappingAlgorithm: wrapping.name,
    wrappingKeySpec: wrappingKey.name,
  });
  return { ...answer, sources: cited.map((id): Source => sources[id]) };
}

function answered(partition: Partition, one: ServiceCombination, status: ServiceAnswer['status']) {
  const answer = awsAnswer(partition, one);
  return answer.status === status ? (answer.reason ?? '') : undefined;
}
