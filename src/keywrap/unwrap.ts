import { fromPem } from '../crypto/pem.ts';
import { unwrapBlob } from '../crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import { documentedNames as names } from '../recipe/model.ts';
import { unwrappingRecipe } from '../recipe/unwrapping.ts';
import type { WrappingAlgorithm } from '../spec/wrapping.ts';
import type { Engine, OpensslOptions } from './engine.ts';
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
 * @throws KmsKeywrapError `ERR_UNWRAP` when it does not open, `ERR_PRIVATE_KEY`, `ERR_OPENSSL_…`
 */
export async function unwrap(input: UnwrapInput): Promise<Unwrapped> {
  const wrappingAlgorithm = resolveWrappingAlgorithm(input.wrappingAlgorithm);
  const engine = input.engine ?? 'node';
  const privateKey = loadWrappingPrivateKey(input.privateKey);
  const { encryptedKeyMaterial: blob } = input;
  if (engine === 'openssl') {
    const keyMaterial = await withOpenssl(
      input,
      wrappingAlgorithm,
      privateKey.kind === 'rsa' ? privateKey.k : 0,
    );
    return { keyMaterial, wrappingAlgorithm, engine };
  }
  const { material, kek } = unwrapBlob({ blob, privateKey, wrappingAlgorithm });
  kek?.fill(0);
  return { keyMaterial: material, wrappingAlgorithm, engine };
}

async function withOpenssl(
  input: UnwrapInput,
  wrappingAlgorithm: WrappingAlgorithm,
  k: number,
): Promise<Buffer> {
  const { runOnce } = await import('./openssl-run.ts');
  const recipe = unwrappingRecipe(wrappingAlgorithm, k);
  const der =
    fromPem(input.privateKey, ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY']) ?? input.privateKey;
  try {
    const files = await runOnce(
      recipe,
      { [names.wrapped]: input.encryptedKeyMaterial, [names.privateKey]: der },
      input,
    );
    return files[recipe.result] as Buffer;
  } catch (error) {
    // openssl ran and refused the blob, or found too little in it: that is the blob's fault, not the machine's.
    if (
      error instanceof KmsKeywrapError &&
      (error.code === 'ERR_OPENSSL_FAILED' || error.code === 'ERR_UNWRAP')
    )
      throw new KmsKeywrapError(
        'ERR_UNWRAP',
        `the blob does not unwrap as ${wrappingAlgorithm} with this private key`,
        {
          hint: 'kms-keywrap audit names what is wrong with it',
          cause: error,
        },
      );
    throw error;
  }
}
