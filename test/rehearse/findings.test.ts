import { randomBytes } from 'node:crypto';
import {
  DescribeKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type KeyUsageType,
} from '@aws-sdk/client-kms';
import { expect, it } from 'vitest';
import { loadWrappingPublicKey, type WrappingPublicKey } from '../../src/crypto/wrapping-key.ts';
import { generateWrappingKey } from '../../src/rehearse/kms/wrapping-keys.ts';
import { envelopeFindings } from '../../src/tables/findings/blob/envelope.ts';
import { findings } from '../../src/tables/findings/index.ts';
import { keySpecs, keySpecRow, type KeySpec } from '../../src/tables/key-specs.ts';
import type { Partition } from '../../src/tables/partitions.ts';
import { wrappingAlgorithms, type WrappingAlgorithm } from '../../src/tables/wrapping.ts';
import { faultsFor, soundBlob } from '../../src/samples/faults/blob/index.ts';
import { materialFaults } from '../../src/samples/faults/material/index.ts';
import { material } from '../audit/blob/materials.ts';
import { externalKey, refused, rehearsal } from './harness.ts';

/** Key specs and algorithms that between them can have every fault. */
const cases: readonly [Partition, KeySpec, WrappingAlgorithm][] = [
  ['aws', 'SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_256'],
  ['aws', 'SYMMETRIC_DEFAULT', 'RSA_AES_KEY_WRAP_SHA_256'],
  ['aws', 'ECC_NIST_P256', 'RSA_AES_KEY_WRAP_SHA_1'],
  ['aws', 'RSA_2048', 'RSA_AES_KEY_WRAP_SHA_256'],
  ['aws-cn', 'ECC_NIST_P256', 'SM2PKE'],
];

/**
 * Refused before there is a blob, or by the state of the key: tested with the operation that refuses them. A reference
 * is what a key was imported from before.
 */
const elsewhere = [
  'combination-unsupported',
  'wrapping-algorithm-retired',
  'wrapping-key-spec',
  'reference-mismatch',
  // AWS KMS has no envelope; test/services/envelope.test.ts has these.
  ...Object.keys(envelopeFindings),
];

/** A block of another key may be too large for this modulus, which is a finding of its own: the next draw then. */
function inRange(id: string, key: WrappingPublicKey, make: () => Buffer): Buffer {
  const blob = make();
  if (id !== 'wrapping-key-mismatch' || key.kind !== 'rsa') return blob;
  return Buffer.compare(blob.subarray(0, key.k), key.modulus) < 0 ? blob : inRange(id, key, make);
}

/** Most bytes of RSAES-OAEP with SHA-256 under a key of 2048 bits (RFC 8017, 7.1.1). */
const longestOaep = 190;

const usage: Record<string, KeyUsageType> = { hmac: 'GENERATE_VERIFY_MAC', symmetric: 'ENCRYPT_DECRYPT' };

it(
  'a blob with each finding of severity error is refused with its id, and its key stays empty',
  { timeout: 300_000 },
  async () => {
    const seen = new Set<string>();
    for (const [partition, keySpec, wrappingAlgorithm] of cases) {
      const { client, log } = await rehearsal({ partition });
      const { kind } = keySpecRow(keySpec);
      const KeyId = await externalKey(client, { KeySpec: keySpec, KeyUsage: usage[kind] ?? 'SIGN_VERIFY' });
      const WrappingKeySpec = wrappingAlgorithm === 'SM2PKE' ? 'SM2' : 'RSA_2048';
      const handed = await client.send(
        new GetParametersForImportCommand({ KeyId, WrappingAlgorithm: wrappingAlgorithm, WrappingKeySpec }),
      );
      const sound = material(keySpec);
      const input = {
        keySpec: keySpecs[keySpec],
        wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
        material: sound,
        key: loadWrappingPublicKey(Buffer.from(handed.PublicKey!)),
        otherKey: loadWrappingPublicKey((await generateWrappingKey(WrappingKeySpec)).publicKey),
        random: randomBytes,
      };
      const spoiled = materialFaults
        .filter(
          (fault) =>
            fault.kinds.includes(kind) &&
            (fault.only?.includes(keySpec) ?? true) &&
            fault.withReference !== true,
        )
        .filter((fault) => findings[fault.id].severity === 'error')
        .map(({ id, expect, make }) => ({
          id: expect.find((one) => findings[one].severity === 'error') ?? id,
          material: make({ sound, keySpec: keySpecs[keySpec], random: randomBytes }),
        }))
        // A message that is longer than one RSA block is wrapped with the hybrid algorithm.
        .filter((fault) => wrappingAlgorithm !== 'RSAES_OAEP_SHA_256' || fault.material.length <= longestOaep)
        .map((fault) => ({ id: fault.id, make: () => soundBlob({ ...input, material: fault.material }) }));
      const publicKey = { id: 'blob-public-key', make: () => Buffer.from(handed.PublicKey!) } as const;
      for (const { id, make } of [publicKey, ...faultsFor(input), ...spoiled]) {
        if (seen.has(id)) continue;
        const sent = client.send(
          new ImportKeyMaterialCommand({
            KeyId,
            ImportToken: handed.ImportToken,
            EncryptedKeyMaterial: inRange(id, input.key, make),
            ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
          }),
        );
        const { status, message } = await refused(sent);
        expect([id, status, message]).toEqual([id, 400, expect.stringContaining(`[${id}]`)]);
        expect(log.at(-1)?.findings.map((finding) => finding.id)).toContain(id);
        seen.add(id);
      }
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata?.KeyState).toBe('PendingImport');
    }
    const errors = Object.entries<{ severity: string }>(findings)
      .filter(([, { severity }]) => severity === 'error')
      .map(([id]) => id);
    expect(errors.filter((id) => !seen.has(id) && !elsewhere.includes(id))).toEqual([]);
  },
);
