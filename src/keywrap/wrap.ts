import type { Finding } from '../audit/finding.ts';
import { kwpUnwrap } from '../crypto/aes-kw.ts';
import { fromPem } from '../crypto/pem.ts';
import { sm2FromDer } from '../crypto/sm2-ciphertext.ts';
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
import type { KeySpec } from '../spec/key-specs.ts';
import type { Partition } from '../spec/partitions.ts';
import { impliedPartition } from '../spec/support.ts';
import { wrappingAlgorithmRow, type WrappingAlgorithm, type WrappingKeySpec } from '../spec/wrapping.ts';
import type { Engine, OpensslOptions } from './engine.ts';
import { resolveKeySpec, resolvePartition, resolveWrappingAlgorithm } from './names.ts';
import { checkCombination } from './preflight-combination.ts';
import { checkMaterial, inferKeySpec } from './preflight-material.ts';

export interface WrapInput extends OpensslOptions {
  /** Plaintext: raw bytes, or PKCS#8 DER. It is read, not changed. */
  readonly keyMaterial: Buffer;
  /** SubjectPublicKeyInfo as KMS gives it (DER); PEM is taken too. */
  readonly publicKey: Buffer;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  /** Default: told from the key material, 32 raw bytes being SYMMETRIC_DEFAULT. */
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
  /** AWS's contradictions, and findings of the key material that are no errors. */
  readonly warnings: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Encrypts key material as the documented commands do, after linting it and checking that KMS takes the combination, and
 * checks the blob before it is given away.
 * Source: AWS KMS Developer Guide, "Step 3: Encrypt the key material".
 * @throws KmsKeywrapError `ERR_PUBLIC_KEY`, `ERR_KEY_MATERIAL`, `ERR_UNSUPPORTED_COMBINATION`, `ERR_OPENSSL_…`
 */
export async function wrap(input: WrapInput): Promise<Wrapped> {
  const wrappingAlgorithm = resolveWrappingAlgorithm(input.wrappingAlgorithm);
  const named = input.keySpec === undefined ? undefined : resolveKeySpec(input.keySpec);
  const partition = resolvePartition(
    input.partition ?? impliedPartition({ keySpec: named, wrappingAlgorithm }),
  );
  const engine = input.engine ?? 'openssl';
  const publicKey = loadWrappingPublicKey(input.publicKey);
  const { wrappingKeySpec } = publicKey;
  const keySpec = named ?? inferKeySpec(input.keyMaterial, partition);
  const dispute = checkCombination({ partition, keySpec, wrappingAlgorithm, wrappingKeySpec });
  const findings = checkMaterial(input.keyMaterial, keySpec, partition);

  const encryptedKeyMaterial =
    engine === 'node'
      ? wrapMaterial({ material: input.keyMaterial, publicKey, wrappingAlgorithm })
      : await withOpenssl(input, publicKey, wrappingAlgorithm);
  if (input.testPrivateKey !== undefined)
    checkWithPrivateKey(encryptedKeyMaterial, {
      ...input,
      wrappingAlgorithm,
      testPrivateKey: input.testPrivateKey,
    });
  return {
    encryptedKeyMaterial,
    keySpec,
    partition,
    wrappingAlgorithm,
    wrappingKeySpec,
    engine,
    publicKeyForm: publicKey.form,
    warnings: [
      ...(dispute === undefined ? [] : [dispute]),
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
  wrappingAlgorithm: WrappingAlgorithm,
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
  checkBlob(blob, input.keyMaterial, publicKey, wrappingAlgorithm, files[names.aesKey]);
  files[names.aesKey]?.fill(0);
  return blob;
}

/** openssl's exit status proves nothing: length and form are looked at, and what the AES key opens is opened. */
function checkBlob(
  blob: Buffer,
  material: Buffer,
  publicKey: WrappingPublicKey,
  wrappingAlgorithm: WrappingAlgorithm,
  aesKey: Buffer | undefined,
): void {
  const wrong = whatIsWrong(blob, material, publicKey, wrappingAlgorithm, aesKey);
  if (wrong === undefined) return;
  throw new KmsKeywrapError(
    'ERR_OPENSSL_OUTPUT',
    `openssl exited 0 but ${wrong}; its output was thrown away`,
    {
      hint: 'kms-keywrap doctor tells what this openssl can do; --engine node does without it',
    },
  );
}

function whatIsWrong(
  blob: Buffer,
  material: Buffer,
  publicKey: WrappingPublicKey,
  wrappingAlgorithm: WrappingAlgorithm,
  aesKey: Buffer | undefined,
): string | undefined {
  if (publicKey.kind === 'sm2') {
    const parts = sm2FromDer(blob);
    return parts?.ciphertext.length === material.length && parts.hashFirst && parts.trailingBytes === 0
      ? undefined
      : 'wrote no SM2 ciphertext of this key material';
  }
  const { scheme } = wrappingAlgorithmRow(wrappingAlgorithm);
  const { k, modulus } = publicKey;
  const length = scheme === 'rsa-aes-key-wrap' ? k + 8 * Math.ceil(material.length / 8) + 8 : k;
  if (blob.length !== length) return `wrote ${blob.length} bytes where ${wrappingAlgorithm} gives ${length}`;
  if (Buffer.compare(blob.subarray(0, k), modulus) >= 0)
    return 'wrote an RSA block that is not below the modulus';
  if (scheme !== 'rsa-aes-key-wrap') return undefined;
  if (aesKey?.length !== 32) return 'made no 32-byte AES key';
  const opened = kwpUnwrap(aesKey, blob.subarray(k));
  const same = opened?.equals(material) === true;
  opened?.fill(0);
  return same ? undefined : 'wrapped something else than the key material, or not under its AES key';
}

function checkWithPrivateKey(
  blob: Buffer,
  input: { testPrivateKey: Buffer; keyMaterial: Buffer; wrappingAlgorithm: WrappingAlgorithm },
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
