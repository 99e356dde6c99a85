import { fromPem } from '../crypto/strict-pem.ts';
import { unwrapBlob } from '../crypto/unwrap.ts';
import { loadWrappingPrivateKey, type WrappingPrivateKey } from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import { documentedNames as names } from '../recipe/model.ts';
import { unwrappingRecipe } from '../recipe/unwrapping.ts';
import type { WrappingAlgorithm, WrappingAlgorithmRow } from '../tables/wrapping.ts';
import { bytesOf, engineOf } from './arguments.ts';
import { stopIfAborted, type Engine, type OpensslOptions } from './engine.ts';
import { resolveWrappingAlgorithm } from './names.ts';

export interface UnwrapInput extends OpensslOptions {
  readonly encryptedKeyMaterial: Buffer;
  /** The private half of a test key, PKCS#8, DER or PEM. */
  readonly privateKey: Buffer;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  /** Default `node`. */
  readonly engine?: Engine | undefined;
}

export interface Unwrapped {
  /** The caller's to fill with zeros. */
  readonly keyMaterial: Buffer;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly engine: Engine;
}

/**
 * Opens a blob with the private half of a test key, strictly. One message for every failure: `audit` names the reason.
 * What openssl opened is given away only when the oracle opens it to the same bytes.
 * @throws KmsKeywrapError `ERR_UNWRAP` when it does not open, `ERR_PRIVATE_KEY`, `ERR_OPENSSL_…`
 */
export async function unwrap(input: UnwrapInput): Promise<Unwrapped> {
  stopIfAborted(input);
  const wrappingAlgorithm = resolveWrappingAlgorithm(input.wrappingAlgorithm);
  const engine = engineOf(input.engine, 'node');
  const blob = bytesOf('encryptedKeyMaterial', input.encryptedKeyMaterial);
  const privateKeyFile = bytesOf('privateKey', input.privateKey);
  const privateKey = loadWrappingPrivateKey(privateKeyFile);
  const der = fromPem(privateKeyFile, ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY']) ?? privateKeyFile;
  const made =
    engine === 'openssl'
      ? await withOpenssl({ ...input, blob, der }, wrappingAlgorithm, privateKey)
      : undefined;
  // The oracle says whether a blob opens: an openssl that fails may be too old, or may have been killed.
  const { material, kek } = unwrapBlob({ blob, privateKey, wrappingAlgorithm });
  kek?.fill(0);
  if (made !== undefined) checkMade(made, material);
  return { keyMaterial: material, wrappingAlgorithm: wrappingAlgorithm.name, engine };
}

/** What openssl made of the blob: the key material that it wrote, or why it wrote none. */
async function withOpenssl(
  input: UnwrapInput & { blob: Buffer; der: Buffer },
  wrappingAlgorithm: WrappingAlgorithmRow,
  privateKey: WrappingPrivateKey,
): Promise<Buffer | KmsKeywrapError> {
  const { runOnce } = await import('./openssl-run.ts');
  const recipe = unwrappingRecipe(wrappingAlgorithm, privateKey.kind === 'rsa' ? privateKey.k : 0);
  try {
    const files = await runOnce(
      recipe,
      { [names.wrapped]: input.blob, [names.privateKey]: input.der },
      input,
    );
    return files[recipe.result] as Buffer;
  } catch (error) {
    if (
      error instanceof KmsKeywrapError &&
      (error.code === 'ERR_OPENSSL_FAILED' || error.code === 'ERR_UNWRAP')
    )
      return error;
    throw error;
  }
}

/** The blob opens: what openssl made of it has to be the same. @throws `ERR_OPENSSL_FAILED`, `ERR_OPENSSL_OUTPUT` */
function checkMade(made: Buffer | KmsKeywrapError, material: Buffer): void {
  if (Buffer.isBuffer(made)) {
    const same = made.equals(material);
    made.fill(0);
    if (same) return;
  }
  material.fill(0);
  if (made instanceof KmsKeywrapError && made.code === 'ERR_OPENSSL_FAILED') throw made;
  throw new KmsKeywrapError(
    'ERR_OPENSSL_OUTPUT',
    'openssl exited 0 but did not open the blob to the key material that is in it; its output was thrown away',
    { hint: 'Run "kms-keywrap doctor" to see what this openssl can do.' },
  );
}
