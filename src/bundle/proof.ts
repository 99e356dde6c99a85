import { keySpecRow, type KeySpec } from '../tables/key-specs.ts';

/** What import.sh has KMS sign or decrypt to show that it holds the key: ASCII, 28 bytes. */
export const proofMessage = 'kms-keywrap: proof of import';

/** How a signature of KMS is verified: the hash by OpenSSL's name, and the padding of RSA. */
export interface SigningScheme {
  readonly hash: string;
  readonly pss: boolean;
}

/** RSASSA_PKCS1_V1_5_SHA_256, RSASSA_PSS_SHA_384, ECDSA_SHA_512 …; undefined for SM2DSA and for names that KMS does not have. */
export function signingScheme(algorithm: string): SigningScheme | undefined {
  const [, scheme, bits] = /^(RSASSA_PKCS1_V1_5|RSASSA_PSS|ECDSA)_SHA_(256|384|512)$/.exec(algorithm) ?? [];
  return scheme === undefined ? undefined : { hash: `sha${bits}`, pss: scheme === 'RSASSA_PSS' };
}

/** The algorithm by which import.sh has a key of a spec sign; undefined where it does not. */
export function proofSigning(
  keySpec: KeySpec,
): { readonly algorithm: string; readonly hash: string } | undefined {
  const algorithm = keySpecRow(keySpec).usages.SIGN_VERIFY?.SigningAlgorithms?.[0];
  const scheme = algorithm === undefined ? undefined : signingScheme(algorithm);
  return algorithm === undefined || scheme === undefined ? undefined : { algorithm, hash: scheme.hash };
}
