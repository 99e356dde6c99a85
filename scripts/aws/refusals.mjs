// @ts-check
// A blob for each finding of severity error, refused by the endpoint with the finding's id.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { built } from '../built.mjs';

const { keySpecRow } = await built('tables/key-specs.js');
const { wrappingAlgorithmRow } = await built('tables/wrapping.js');
const { findings } = await built('tables/findings/index.js');
const { faultsFor, soundBlob } = await built('samples/faults/blob/index.js');
const { materialFaults } = await built('samples/faults/material/index.js');
const { oaepCapacity } = await built('crypto/oaep.js');
const { loadWrappingPublicKey } = await built('crypto/wrapping-key.js');
const { generateWrappingKey } = await built('rehearse/kms/wrapping-keys.js');

/** Key specs and algorithms that between them can have every fault of a blob. */
const cases = [
  {
    partition: 'aws',
    keySpec: 'HMAC_256',
    wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
    wrappingKeySpec: 'RSA_2048',
  },
  {
    partition: 'aws',
    keySpec: 'HMAC_384',
    wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
    wrappingKeySpec: 'RSA_2048',
  },
  {
    partition: 'aws',
    keySpec: 'ECC_NIST_P256',
    wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_1',
    wrappingKeySpec: 'RSA_2048',
  },
  {
    partition: 'aws',
    keySpec: 'RSA_2048',
    wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
    wrappingKeySpec: 'RSA_2048',
  },
  { partition: 'aws-cn', keySpec: 'ECC_NIST_P256', wrappingAlgorithm: 'SM2PKE', wrappingKeySpec: 'SM2' },
];

const isError = (/** @type {string} */ id) => findings[id].severity === 'error';

/**
 * Every spoiled blob that a case can have, with the id of its error finding.
 * @param {{ keySpec: string; wrappingAlgorithm: string; wrappingKeySpec: string }} one
 * @param {Buffer} material
 * @param {Buffer} publicKey
 * @returns {Promise<{ id: string; make: () => Buffer }[]>}
 */
async function spoiledBlobs({ keySpec, wrappingAlgorithm, wrappingKeySpec }, material, publicKey) {
  const key = loadWrappingPublicKey(publicKey);
  const otherKey = loadWrappingPublicKey((await generateWrappingKey(wrappingKeySpec)).publicKey);
  const row = keySpecRow(keySpec);
  const algorithm = wrappingAlgorithmRow(wrappingAlgorithm);
  const input = {
    keySpec: row,
    wrappingAlgorithm: algorithm,
    material,
    key,
    otherKey,
    random: randomBytes,
  };
  const { kind } = row;
  // OAEP alone has no room for long material: the cases with an AES key in between show those faults.
  const room =
    key.kind === 'rsa' && algorithm.scheme === 'rsaes-oaep' ? oaepCapacity(key.k, algorithm.hash) : Infinity;
  const inside = materialFaults
    .filter(
      (/** @type {any} */ fault) => fault.kinds.includes(kind) && (fault.only?.includes(keySpec) ?? true),
    )
    .filter((/** @type {any} */ fault) => fault.withReference !== true && isError(fault.id))
    .map((/** @type {any} */ fault) => ({
      id: fault.expect.find(isError) ?? fault.id,
      material: fault.make({ sound: material, keySpec: row, random: randomBytes }),
    }))
    .filter((/** @type {{ material: Buffer }} */ fault) => fault.material.length <= room)
    .map((/** @type {{ id: string; material: Buffer }} */ { id, material: spoiled }) => ({
      id,
      make: () => soundBlob({ ...input, material: spoiled }),
    }));
  // A block of another key may be too large for this modulus, which is a finding of its own: the next draw then.
  const tooLarge = (/** @type {Buffer} */ blob) =>
    key.kind === 'rsa' && Buffer.compare(blob.subarray(0, key.k), key.modulus) >= 0;
  /** @type {(make: () => Buffer) => Buffer} */
  const inRange = (make) => {
    const blob = make();
    return tooLarge(blob) ? inRange(make) : blob;
  };
  const outside = faultsFor(input).map((/** @type {{ id: string; make: () => Buffer }} */ { id, make }) => ({
    id,
    make: id === 'wrapping-key-mismatch' ? () => inRange(make) : make,
  }));
  return [{ id: 'blob-public-key', make: () => publicKey }, ...outside, ...inside];
}

/**
 * Whether the AWS CLI was refused with a finding's id.
 * @param {{ exitCode: number | null; stderr: string }} outcome
 * @param {string} id
 */
function refusedWith({ exitCode, stderr }, id) {
  if (exitCode === 0) return 'it was accepted';
  const form = /An error occurred \(\w+Exception\) when calling the \w+ operation: /;
  return form.test(stderr) && stderr.includes(`[${id}]`) ? undefined : `it said ${stderr.trim()}`;
}

/**
 * @param {ReturnType<typeof import('./session.mjs').session>} kms
 * @param {(typeof cases)[number]} one
 * @param {Set<string>} seen
 * @param {import('./tally.mjs').Expectation} expectation
 */
async function refusedBlobs(kms, one, seen, expectation) {
  const { cwd, keyId } = await kms.prepare(
    one.keySpec,
    keySpecRow(one.keySpec).kind,
    `refusals-${one.wrappingAlgorithm}`,
  );
  const { publicKey } = await kms.getParameters(cwd, keyId, one);
  const material = await readFile(path.join(cwd, 'KeyMaterial'));
  for (const { id, make } of await spoiledBlobs(one, material, publicKey)) {
    if (seen.has(id)) continue;
    seen.add(id);
    await expectation(`refusal of ${id}`, async () => {
      await writeFile(path.join(cwd, 'EncryptedKeyMaterial.bin'), make());
      return refusedWith(await kms.importKeyMaterial(cwd, keyId), id);
    });
  }
  await expectation(`after the refusals ${one.keySpec} is empty`, async () => {
    const { stdout } = await kms.aws(cwd, [
      'describe-key',
      '--key-id',
      keyId,
      '--query',
      'KeyMetadata.KeyState',
      '--output',
      'text',
    ]);
    return stdout.trim() === 'PendingImport' ? undefined : `it is ${stdout.trim()}`;
  });
}

/**
 * What is refused before there is a blob, and what only a second import can show.
 * @param {ReturnType<typeof import('./session.mjs').session>} kms
 * @param {Set<string>} seen
 * @param {import('./tally.mjs').Expectation} expectation
 */
async function refusedElsewhere(kms, seen, expectation) {
  const { cwd, keyId } = await kms.prepare('RSA_2048', 'rsa', 'refusals-parameters');
  /** @type {[string, string, string][]} */
  const requests = [
    ['combination-unsupported', 'RSAES_OAEP_SHA_256', 'RSA_4096'],
    ['wrapping-algorithm-retired', 'RSAES_PKCS1_V1_5', 'RSA_4096'],
    ['wrapping-key-spec', 'RSA_AES_KEY_WRAP_SHA_256', 'RSA_1024'],
  ];
  for (const [id, algorithm, keySpec] of requests) {
    seen.add(id);
    const args = [
      'get-parameters-for-import',
      '--key-id',
      keyId,
      '--wrapping-algorithm',
      algorithm,
      '--wrapping-key-spec',
      keySpec,
    ];
    await expectation(`refusal of ${id}`, async () => refusedWith(await kms.aws(cwd, args), id));
  }
  seen.add('reference-mismatch');
  await expectation('refusal of reference-mismatch', async () => {
    const key = await kms.prepare('HMAC_224', 'hmac', 'refusals-reference');
    const combination = { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' };
    await kms.getParameters(key.cwd, key.keyId, combination);
    const wrap = [
      'wrap',
      '--in',
      'KeyMaterial',
      '--public-key',
      'WrappingPublicKey.bin',
      '--key-spec',
      'HMAC_224',
      '--wrapping-algorithm',
      combination.wrappingAlgorithm,
      '--force',
    ];
    await kms.keywrap(key.cwd, wrap);
    const first = await kms.importKeyMaterial(key.cwd, key.keyId);
    if (first.exitCode !== 0) return first.stderr;
    await kms.keywrap(key.cwd, ['generate', 'HMAC_224', '--out', 'KeyMaterial', '--force']);
    await kms.keywrap(key.cwd, wrap);
    return refusedWith(await kms.importKeyMaterial(key.cwd, key.keyId), 'reference-mismatch');
  });
}

/**
 * @param {ReturnType<typeof import('./session.mjs').session>} kms
 * @param {string} partition
 * @param {Set<string>} seen ids that were refused, filled as the jobs run
 * @param {import('./tally.mjs').Expectation} expectation
 */
export function refusalJobs(kms, partition, seen, expectation) {
  const jobs = cases
    .filter((one) => one.partition === partition)
    .map((one) => () => refusedBlobs(kms, one, seen, expectation));
  return partition === 'aws' ? [...jobs, () => refusedElsewhere(kms, seen, expectation)] : jobs;
}

/** Every finding that must have been refused once all jobs are done: all but those of envelopes, which AWS KMS does not have. */
export const errorFindings = Object.keys(findings).filter((id) => isError(id) && !id.startsWith('envelope-'));
