import type { Finding } from '../audit/finding.ts';
import { fromPem } from '../crypto/strict-pem.ts';
import { unwrapBlob } from '../crypto/unwrap.ts';
import { wrapMaterial } from '../crypto/wrap.ts';
import {
  loadWrappingPrivateKey,
  loadWrappingPublicKey,
  type WrappingPublicKey,
} from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import { documentedNames as names } from '../recipe/model.ts';
import { wrappingRecipe } from '../recipe/wrapping.ts';
import type { KeySpec } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import { impliedPartition } from '../tables/support.ts';
import type { WrappingAlgorithm, WrappingAlgorithmRow, WrappingKeySpec } from '../tables/wrapping.ts';
import { bytesOf, engineOf } from './arguments.ts';
import { checkBlob } from './check-blob.ts';
import { stopIfAborted, type Engine, type OpensslOptions } from './engine.ts';
import { resolveKeySpec, resolvePartition, resolveWrappingAlgorithm } from './names.ts';
import { checkCombination } from './preflight-combination.ts';
import { checkMaterial, inferKeySpec } from './preflight-material.ts';

export interface WrapInput extends OpensslOptions {
  /** Plaintext: raw bytes, or PKCS#8 DER. It is read, not changed. */
  readonly keyMaterial: Buffer;
  /** SubjectPublicKeyInfo as KMS gives it (DER); PEM is taken too. */
  readonly publicKey: Buffer;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  /** Default: inferred from the key material, 32 raw bytes being SYMMETRIC_DEFAULT. */
  readonly keySpec?: KeySpec | undefined;
  /** Default `aws`, or `aws-cn` for names that exist there alone. */
  readonly partition?: Partition | undefined;
  /** Default `openssl`. */
  readonly engine?: Engine | undefined;
  /** A test key's private half: the blob is opened with it before it is given away. */
  readonly testPrivateKey?: Buffer | undefined;
}

export interface Wrapped {
  readonly encryptedKeyMaterial: Buffer;
  readonly keySpec: KeySpec;
  readonly partition: Partition;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
  readonly engine: Engine;
  /** How the public key was written. KMS hands out DER. */
  readonly publicKeyForm: 'der' | 'pem';
  /** AWS's contradictions, and findings of the key material that are not errors. */
  readonly warnings: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Encrypts key material as the documented commands do, after linting it and checking that KMS accepts the combination, and
 * checks the blob before it is given away.
 * Source: AWS KMS Developer Guide, "Step 3: Encrypt the key material".
 * @throws KmsKeywrapError `ERR_PUBLIC_KEY`, `ERR_KEY_MATERIAL`, `ERR_UNSUPPORTED_COMBINATION`, `ERR_OPENSSL_…`
 */
export async function wrap(input: WrapInput): Promise<Wrapped> {
  stopIfAborted(input);
  const wrappingAlgorithm = resolveWrappingAlgorithm(input.wrappingAlgorithm);
  const named = input.keySpec === undefined ? undefined : resolveKeySpec(input.keySpec);
  const partition = resolvePartition(
    input.partition ?? impliedPartition({ keySpec: named, wrappingAlgorithm }),
  );
  const engine = engineOf(input.engine, 'openssl');
  const keyMaterial = bytesOf('keyMaterial', input.keyMaterial);
  const given = { ...input, keyMaterial, publicKey: bytesOf('publicKey', input.publicKey) };
  const publicKey = loadWrappingPublicKey(given.publicKey);
  const { wrappingKeySpec } = publicKey;
  const keySpec = named ?? inferKeySpec(keyMaterial, partition);
  const dispute = checkCombination({
    partition,
    keySpec: keySpec.name,
    wrappingAlgorithm: wrappingAlgorithm.name,
    wrappingKeySpec,
  });
  const findings = checkMaterial(keyMaterial, keySpec, partition);

  const encryptedKeyMaterial =
    engine === 'node'
      ? wrapMaterial({ material: keyMaterial, publicKey, wrappingAlgorithm })
      : await withOpenssl(given, publicKey, wrappingAlgorithm);
  if (input.testPrivateKey !== undefined)
    checkWithPrivateKey(encryptedKeyMaterial, {
      keyMaterial,
      wrappingAlgorithm,
      testPrivateKey: bytesOf('testPrivateKey', input.testPrivateKey),
    });
  return {
    encryptedKeyMaterial,
    keySpec: keySpec.name,
    partition,
    wrappingAlgorithm: wrappingAlgorithm.name,
    wrappingKeySpec,
    engine,
    publicKeyForm: publicKey.form,
    warnings: [
      ...(dispute === undefined ? [] : [dispute]),
      ...publicKey.oddities.map((oddity) => `the public key ${oddity}: is it the file that KMS handed out?`),
      ...findings
        .filter(({ severity }) => severity !== 'notice')
        .map(({ id, message }) => `${message} (${id})`),
    ],
    findings,
  };
}

async function withOpenssl(
  input: WrapInput,
  publicKey: WrappingPublicKey,
  wrappingAlgorithm: WrappingAlgorithmRow,
): Promise<Buffer> {
  const { runOnce } = await import('./openssl-run.ts');
  const recipe = wrappingRecipe(wrappingAlgorithm);
  const der = fromPem(input.publicKey, ['PUBLIC KEY', 'RSA PUBLIC KEY']) ?? input.publicKey;
  const files = await runOnce(
    recipe,
    { [names.symmetricMaterial]: input.keyMaterial, [names.publicKey]: der },
    input,
  );
  const blob = files[names.wrapped] as Buffer;
  const aesKey = files[names.aesKey];
  try {
    checkBlob({ blob, material: input.keyMaterial, publicKey, wrappingAlgorithm, aesKey });
    return blob;
  } finally {
    aesKey?.fill(0);
  }
}

function checkWithPrivateKey(
  blob: Buffer,
  input: { testPrivateKey: Buffer; keyMaterial: Buffer; wrappingAlgorithm: WrappingAlgorithmRow },
): void {
  const privateKey = loadWrappingPrivateKey(input.testPrivateKey);
  const { material } = unwrapBlob({ blob, privateKey, wrappingAlgorithm: input.wrappingAlgorithm });
  const same = material.equals(input.keyMaterial);
  material.fill(0);
  if (!same)
    throw new KmsKeywrapError(
      'ERR_MISMATCH',
      'the blob opens with the private key, but to something else than the key material',
    );
}
