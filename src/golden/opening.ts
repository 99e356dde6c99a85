import { unwrapBlob } from '../crypto/unwrap.ts';
import { readPrivateKey } from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import type { FindingId } from '../tables/findings/index.ts';
import { wrappingAlgorithmRow } from '../tables/wrapping.ts';
import type { Fixture } from '../samples/fixtures/fixture.ts';
import type { WrapTest } from './vector.ts';

/** What strict opening gives; undefined when it does not open. */
function opened({ blob, privateKey, wrappingAlgorithm }: Fixture): Buffer | undefined {
  const key = readPrivateKey(privateKey);
  if (key.kind === 'other') return undefined;
  try {
    return unwrapBlob({ blob, privateKey: key, wrappingAlgorithm: wrappingAlgorithmRow(wrappingAlgorithm) })
      .material;
  } catch (error) {
    if (error instanceof KmsKeywrapError && error.code === 'ERR_UNWRAP') return undefined;
    throw error;
  }
}

/** Findings on an SM2 blob that implementations open for all that: bytes after the DER, lengths longer than needed. */
const sm2Leniency: ReadonlySet<FindingId> = new Set(['sm2-der', 'blob-doubled', 'blob-trailing-newline']);

/** Whether others are known to open what is not opened here; an empty ciphertext has nothing to open. */
function isLenient({ id, expect, wrappingAlgorithm, blob, keyMaterial }: Fixture): boolean {
  if (wrappingAlgorithm === 'SM2PKE')
    return expect.some((each) => sm2Leniency.has(each)) && blob.length > keyMaterial.length;
  // An RSA ciphertext is a number: without its leading zero byte it is the same one.
  return id.endsWith('/leading-zero-lost');
}

/** What opening a fixture has to give, and the key material where it opens strictly. */
export function openingOf(fixture: Fixture): {
  readonly result: WrapTest['result'];
  readonly inside: Buffer | undefined;
} {
  const inside = opened(fixture);
  if (inside !== undefined) return { result: 'valid', inside };
  return { result: isLenient(fixture) ? 'acceptable' : 'invalid', inside };
}
