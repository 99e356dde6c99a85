import type { WrappingScheme } from '../tables/wrapping.ts';
import {
  aesKeyBytes,
  alternativeInitialValue,
  documentedNames as names,
  exactly,
  file,
  longestMaterial,
  step,
  type PipeStep,
  type Recipe,
  type Word,
} from './model.ts';
import { retiredError } from './wrapping.ts';

/** `-keyform` stands before `-inkey`: LibreSSL loads the key when it reads that option. */
const decrypt = (from: string, into: string, options: Word[][]): PipeStep =>
  step(
    into,
    ['pkeyutl'],
    ['-decrypt'],
    ['-in', file(from)],
    ['-out', file(into)],
    ['-keyform', 'DER'],
    ['-inkey', file(names.privateKey)],
    ...options,
  );

const oaepOptions = (hash: string): Word[][] => [
  ['-pkeyopt', 'rsa_padding_mode:oaep'],
  ['-pkeyopt', `rsa_oaep_md:${hash}`],
  ['-pkeyopt', `rsa_mgf1_md:${hash}`],
];

/**
 * The wrap undone by openssl with a test private key in `WrappingPrivateKey.bin` (PKCS#8 DER). The project's own: KMS never
 * hands out its private keys, so AWS documents no such command. `wrappingKeyBytes` is the length of the RSA modulus, where a
 * hybrid blob is split. Throws ERR_UNSUPPORTED_COMBINATION for the retired RSAES_PKCS1_V1_5.
 */
export function unwrappingRecipe(
  algorithm: WrappingScheme,
  wrappingKeyBytes: number,
  material: string = names.symmetricMaterial,
): Recipe {
  const common: Pick<Recipe, 'title' | 'documented' | 'opensBlob' | 'inputs' | 'result'> = {
    title: `Unwraps key material that was wrapped with ${algorithm.name}`,
    documented: false,
    opensBlob: true,
    inputs: [names.wrapped, names.privateKey],
    result: material,
  };
  switch (algorithm.scheme) {
    case 'rsaes-oaep':
      return {
        ...common,
        steps: [decrypt(names.wrapped, material, oaepOptions(algorithm.hash))],
        writes: { [material]: { min: 1, max: wrappingKeyBytes } },
      };
    case 'rsa-aes-key-wrap':
      return {
        ...common,
        steps: [
          {
            kind: 'split',
            from: names.wrapped,
            at: wrappingKeyBytes,
            head: names.wrappedAesKey,
            tail: names.wrappedMaterial,
          },
          decrypt(names.wrappedAesKey, names.aesKey, oaepOptions(algorithm.hash)),
          step(
            material,
            ['enc', '-d', '-id-aes256-wrap-pad'],
            ['-K', { hexOf: names.aesKey }],
            ['-iv', alternativeInitialValue],
            ['-in', file(names.wrappedMaterial)],
            ['-out', file(material)],
          ),
        ],
        writes: {
          [names.wrappedAesKey]: exactly(wrappingKeyBytes),
          [names.wrappedMaterial]: { min: 16, max: longestMaterial + 8 },
          [names.aesKey]: exactly(aesKeyBytes),
          [material]: { min: 1, max: longestMaterial },
        },
      };
    case 'sm2pke':
      return {
        ...common,
        steps: [decrypt(names.wrapped, material, [])],
        writes: { [material]: { min: 1, max: longestMaterial } },
      };
    case 'rsaes-pkcs1-v1_5':
      throw retiredError(algorithm);
  }
}
