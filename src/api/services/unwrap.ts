import { unwrapBlob } from '../../crypto/unwrap.ts';
import { readPrivateKey } from '../../crypto/wrapping-key.ts';
import { fromPem } from '../../crypto/strict-pem.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { openEnvelope } from '../../formats/envelopes/index.ts';
import { documentedNames as names } from '../../recipe/model.ts';
import { unwrappingRecipe } from '../../recipe/unwrapping.ts';
import type { ServiceRow } from '../../tables/services/types.ts';
import type { Engine, OpensslOptions } from '../engine.ts';
import { resolveWrapping, wrappingOrDefault } from './names.ts';

export interface ServiceUnwrapInput extends OpensslOptions {
  readonly row: ServiceRow;
  /** What is uploaded, or what the service gave out: the blob in its envelope, or the blob alone. */
  readonly file: Buffer;
  readonly privateKey: Buffer;
  /** Default: what the envelope names, or what the service means where none is named. */
  readonly wrapping?: string | undefined;
  readonly engine: Engine;
}

/**
 * Opens a blob of a service with the private half of its wrapping key.
 * @throws KmsKeywrapError `ERR_UNWRAP` when envelope or blob do not open, `ERR_PRIVATE_KEY`, `ERR_OPENSSL_…`
 */
export async function unwrapForService(
  input: ServiceUnwrapInput,
): Promise<{ keyMaterial: Buffer; wrappingAlgorithm: string }> {
  const { row, file } = input;
  const opened = openEnvelope(row.envelope, file);
  const { blob } = opened;
  if (blob === undefined)
    throw new KmsKeywrapError('ERR_UNWRAP', `there is no blob in the file that ${row.title} takes`, {
      hint: `kms-keywrap audit --service ${row.name} names what is wrong with it`,
    });
  const named = input.wrapping ?? row.wrappings.find(({ name }) => name === opened.algorithm)?.name;
  const wrapping = named === undefined ? wrappingOrDefault(row, undefined) : resolveWrapping(row, named);
  const privateKey = readPrivateKey(input.privateKey);
  if (privateKey.kind === 'other')
    throw new KmsKeywrapError(
      'ERR_PRIVATE_KEY',
      `expected an RSA private key, found a key of type ${privateKey.type}`,
    );
  const { material, kek } = unwrapBlob({ blob, privateKey, wrappingAlgorithm: wrapping.scheme });
  kek?.fill(0);
  if (input.engine === 'openssl' && privateKey.kind === 'rsa') {
    const { runOnce } = await import('../openssl-run.ts');
    const recipe = unwrappingRecipe(wrapping.scheme, privateKey.k);
    const der =
      fromPem(input.privateKey, ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY']) ?? input.privateKey;
    const files = await runOnce(recipe, { [names.wrapped]: blob, [names.privateKey]: der }, input);
    const made = files[recipe.result];
    const same = made?.equals(material) === true;
    made?.fill(0);
    if (!same)
      throw new KmsKeywrapError(
        'ERR_OPENSSL_OUTPUT',
        'openssl exited 0 but did not open the blob to the key material that is in it; its output was thrown away',
        { hint: 'Run "kms-keywrap doctor" to see what this openssl can do.' },
      );
  }
  return { keyMaterial: material, wrappingAlgorithm: wrapping.name };
}
