import { blobFinding, type FindingInfo } from '../types.ts';

/** What was asked for, the wrapping key, and the RSA encryption under it. */
export const rsaFindings = {
  'wrapping-algorithm-retired': blobFinding({
    severity: 'error',
    title: 'RSAES_PKCS1_V1_5 is retired',
    meaning: 'KMS has not offered it since 10 October 2023; a blob made for it cannot be imported.',
    cause: 'An old script or runbook.',
    fix: 'Call GetParametersForImport again with RSAES_OAEP_SHA_256 or RSA_AES_KEY_WRAP_SHA_256 and wrap anew.',
    source: 'S2',
  }),
  'combination-unsupported': blobFinding({
    severity: 'error',
    title: 'KMS does not support this combination',
    meaning:
      'Key spec, wrapping algorithm, wrapping key spec and partition do not go together, however well the blob is made.',
    cause: 'The wrapping algorithm was chosen without the key spec, or for another partition.',
    fix: 'Choose a combination that `kms-keywrap support` lists as supported and call GetParametersForImport again.',
    source: 'S2',
  }),
  'combination-disputed': blobFinding({
    severity: 'warning',
    title: 'AWS’s own pages disagree whether KMS supports this combination',
    meaning:
      'One page shows the commands for it, another leaves it out of its list. The import may be refused.',
    cause: 'The documentation contradicts itself.',
    fix: 'Take RSAES_OAEP_SHA_256, which all pages list for symmetric and HMAC keys.',
    source: 'S3',
  }),
  'wrapping-key-spec': blobFinding({
    severity: 'error',
    title: 'the wrapping key is not of a kind that KMS hands out',
    meaning:
      'GetParametersForImport gives RSA keys of 2048, 3072 or 4096 bits and, in China Regions, SM2 keys.',
    cause: 'A test key of another size or kind, or another public key than the downloaded one, was used.',
    fix: 'Wrap under the key that GetParametersForImport gave; for a test, make a key of the same kind and size.',
    source: 'S2',
  }),
  'wrapping-key-mismatch': blobFinding({
    severity: 'error',
    title: 'the blob was not encrypted under this wrapping key',
    meaning:
      'The private operation gives noise: no padding of any kind is there. The blob was made under another public key, was changed, or is not the output of this algorithm at all.',
    cause:
      'Wrapping keys of two GetParametersForImport calls (each call gives a new one) or of two KMS keys were mixed up; production and test key were mixed up; bytes were changed in transport.',
    fix: 'Wrap again under the public key that belongs to the import token, or audit with the private key that belongs to the public key used.',
    source: 'S2',
  }),
  'rsa-out-of-range': blobFinding({
    severity: 'error',
    title: 'the RSA block is not below the modulus',
    meaning: 'RSA under this key cannot have made it; a decryption fails before it starts.',
    cause: 'It was encrypted under another key, does not start where the file starts, or was changed.',
    fix: 'Check that the public key used is the one that was downloaded, and the order of the parts of the file.',
    source: 'RFC8017',
  }),
  'rsa-byte-order': blobFinding({
    severity: 'error',
    title: 'the RSA block is written with its least significant byte first',
    meaning: 'KMS reads it most significant byte first, as PKCS#1 says, and finds noise.',
    cause: 'Microsoft’s CryptEncrypt and some smart-card libraries give little-endian blocks.',
    fix: 'Reverse the bytes of the RSA block, or encrypt with a current API (CNG’s NCryptEncrypt writes the right order).',
    source: 'RFC8017',
  }),
  'rsa-no-padding': blobFinding({
    severity: 'error',
    title: 'RSA without any padding',
    meaning: 'KMS finds no OAEP encoding. Textbook RSA also does not protect the key as it should.',
    cause: 'PKCS#11 mechanism CKM_RSA_X_509, `rsa_padding_mode:none`, or Java’s RSA/ECB/NoPadding.',
    fix: 'Use RSAES-OAEP: CKM_RSA_PKCS_OAEP, `-pkeyopt rsa_padding_mode:oaep`.',
    source: 'S3',
  }),
  'rsa-pkcs1v15': blobFinding({
    severity: 'error',
    title: 'PKCS#1 v1.5 padding instead of OAEP',
    meaning: 'KMS finds no OAEP encoding.',
    cause:
      '`openssl pkeyutl` without rsa_padding_mode, CKM_RSA_PKCS, Java’s "RSA" or "RSA/ECB/PKCS1Padding": all of them use it by default, silently.',
    fix: 'Ask for OAEP: -pkeyopt rsa_padding_mode:oaep with rsa_oaep_md and rsa_mgf1_md.',
    source: 'S3',
  }),
  'oaep-hash': blobFinding({
    severity: 'error',
    title: 'OAEP with another hash than the algorithm’s',
    meaning:
      'Hash and MGF1 hash agree with each other, but not with the wrapping algorithm, so decryption fails.',
    cause:
      'The hash was left at its default SHA-1, or a token ignored the hash it was asked for, or RSAES_OAEP_SHA_1 and _SHA_256 were mixed up.',
    fix: 'Set both hashes to the algorithm’s (rsa_oaep_md and rsa_mgf1_md), or call GetParametersForImport for the hash that the device does.',
    source: 'S3',
  }),
  'oaep-mgf1-hash': blobFinding({
    severity: 'error',
    title: 'OAEP and MGF1 use different hashes',
    meaning: 'KMS uses the algorithm’s hash for both, so decryption fails.',
    cause:
      'Java’s OAEPWithSHA-256AndMGF1Padding keeps MGF1 at SHA-1 unless OAEPParameterSpec says otherwise; PKCS#11 sets hashAlg and mgf separately.',
    fix: 'Give the MGF1 hash explicitly: MGF1ParameterSpec.SHA256, rsa_mgf1_md:sha256, CKG_MGF1_SHA256.',
    source: 'S3',
  }),
  'oaep-label': blobFinding({
    severity: 'error',
    title: 'OAEP with a label that is not empty',
    meaning: 'KMS decrypts with the empty label, so decryption fails.',
    cause: 'An application name or key name was given as label, encoding parameter P or pSourceData.',
    fix: 'Leave the label empty (PSource.PSpecified.DEFAULT; ulSourceDataLen 0).',
    source: 'RFC8017',
  }),
  'hybrid-for-direct': blobFinding({
    severity: 'error',
    title: 'RSA AES key wrap where plain RSAES-OAEP is expected',
    meaning:
      'The blob holds an encrypted AES key and the wrapped material; KMS was told to expect the material itself under RSA.',
    cause:
      'The mechanism CKM_RSA_AES_KEY_WRAP (the only form that some devices export) was used with an RSAES_OAEP import.',
    fix: 'Call GetParametersForImport with RSA_AES_KEY_WRAP_SHA_256, or encrypt the material directly.',
    source: 'S2',
  }),
  'direct-for-hybrid': blobFinding({
    severity: 'error',
    title: 'plain RSAES-OAEP where RSA AES key wrap is expected',
    meaning:
      'The material stands under RSA directly; KMS was told to expect an AES key there and the wrapped material after it.',
    cause:
      'The mechanism CKM_RSA_PKCS_OAEP or a single pkeyutl command was used with an RSA_AES_KEY_WRAP import.',
    fix: 'Call GetParametersForImport with an RSAES_OAEP algorithm, or follow the two-step recipe.',
    source: 'S2',
  }),
} satisfies Record<string, FindingInfo>;
