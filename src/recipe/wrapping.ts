import { KmsKeywrapError } from '../errors.ts';
import type { WrappingScheme } from '../tables/wrapping.ts';
import {
  aesKeyBytes,
  alternativeInitialValue,
  documentedNames as names,
  exactly,
  file,
  longestMaterial,
  step,
  type Bounds,
  type Recipe,
  type Word,
} from './model.ts';
import type { HashName } from '../tables/hashes.ts';

type Hashed = Extract<WrappingScheme, { readonly hash: HashName }>;

/** Moduli of the RSA wrapping keys are 256, 384 or 512 bytes, and so is what RSA writes. */
const rsaBlock: Bounds = { min: 256, max: 512 };
const kwpBounds: Bounds = { min: 16, max: longestMaterial + 8 };

/** The documented OAEP options: the SHA-1 commands name no MGF1 hash in plain OAEP, where it follows the OAEP hash. */
function oaepOptions(hash: HashName, mgf1: boolean): Word[][] {
  const options = [
    ['-pkeyopt', 'rsa_padding_mode:oaep'],
    ['-pkeyopt', `rsa_oaep_md:${hash}`],
  ];
  return mgf1 ? [...options, ['-pkeyopt', `rsa_mgf1_md:${hash}`]] : options;
}

const encrypt = (from: string, into: string, options: Word[][]) =>
  step(
    into,
    ['pkeyutl'],
    ['-encrypt'],
    ['-in', file(from)],
    ['-out', file(into)],
    ['-inkey', file(names.publicKey)],
    ['-keyform', 'DER'],
    ['-pubin'],
    ...options,
  );

function oaep({ name, hash }: Hashed, material: string): Recipe {
  return {
    title: `Wraps key material with ${name}`,
    documented: true,
    steps: [encrypt(material, names.wrapped, oaepOptions(hash, hash !== 'sha1'))],
    inputs: [material, names.publicKey],
    writes: { [names.wrapped]: rsaBlock },
    result: names.wrapped,
  };
}

function rsaAes({ name, hash }: Hashed, material: string): Recipe {
  return {
    title: `Wraps key material with ${name}: a fresh AES-256 key under RSAES-OAEP, the key material under that key`,
    documented: true,
    steps: [
      step(names.aesKey, ['rand', '-out', file(names.aesKey), String(aesKeyBytes)]),
      step(
        names.wrappedMaterial,
        ['enc', '-id-aes256-wrap-pad'],
        ['-K', { hexOf: names.aesKey }],
        ['-iv', alternativeInitialValue],
        ['-in', file(material)],
        ['-out', file(names.wrappedMaterial)],
      ),
      encrypt(names.aesKey, names.wrappedAesKey, oaepOptions(hash, true)),
      { kind: 'concatenate', from: [names.wrappedAesKey, names.wrappedMaterial], into: names.wrapped },
    ],
    inputs: [material, names.publicKey],
    writes: {
      [names.aesKey]: exactly(aesKeyBytes),
      [names.wrappedMaterial]: kwpBounds,
      [names.wrappedAesKey]: rsaBlock,
      [names.wrapped]: { min: rsaBlock.min + kwpBounds.min, max: rsaBlock.max + kwpBounds.max },
    },
    result: names.wrapped,
  };
}

/** OpenSSL 3 writes SM2 ciphertext as the ASN.1 SEQUENCE of GM/T 0009 that KMS accepts: about 100 bytes more than the input. */
function sm2({ name }: WrappingScheme, material: string): Recipe {
  return {
    title: `Wraps key material with ${name}`,
    documented: false,
    steps: [encrypt(material, names.wrapped, [])],
    inputs: [material, names.publicKey],
    writes: { [names.wrapped]: { min: 100, max: longestMaterial + 128 } },
    result: names.wrapped,
  };
}

/** No page ever showed a command for the retired algorithm, and a blob that KMS refuses is not worth inventing one. */
export function retiredError({ name }: WrappingScheme): KmsKeywrapError {
  return new KmsKeywrapError(
    'ERR_UNSUPPORTED_COMBINATION',
    `${name} has no recipe: KMS does not support it since 2023-10-10, and AWS never documented a command for it`,
    {
      hint: 'Download new parameters for RSAES_OAEP_SHA_256, or RSA_AES_KEY_WRAP_SHA_256 for RSA private keys.',
    },
  );
}

/**
 * The documented wrap of the file `material` under `WrappingPublicKey.bin` into `EncryptedKeyMaterial.bin`
 * (AWS KMS Developer Guide, "Step 3: Encrypt the key material"). Without `material` the file has the name that the
 * documentation uses. SM2PKE is the project's own: AWS documents no openssl command for it.
 * Throws ERR_UNSUPPORTED_COMBINATION for the retired RSAES_PKCS1_V1_5.
 */
export function wrappingRecipe(
  algorithm: WrappingScheme,
  material: string = names.symmetricMaterial,
): Recipe {
  switch (algorithm.scheme) {
    case 'rsaes-oaep':
      return oaep(algorithm, material);
    case 'rsa-aes-key-wrap':
      return rsaAes(algorithm, material);
    case 'sm2pke':
      return sm2(algorithm, material);
    case 'rsaes-pkcs1-v1_5':
      throw retiredError(algorithm);
  }
}
