/*
 * The commands as AWS documents them, typed by hand from the AWS KMS Developer Guide, "Step 3: Encrypt the key material".
 * Nothing here comes from src/: this is what the renderer is held against. One thing differs from the page, which prints
 * `-in PlaintextKeyMaterial.bin\`: here a space stands before that backslash.
 */

const genpkey = (option: string, file: string) =>
  `openssl genpkey ${option} | openssl pkcs8 -topk8 -outform der -nocrypt > ${file}\n`;

/** Generation, by partition and key spec. */
export const documentedGeneration: Readonly<Record<string, string>> = {
  'aws/SYMMETRIC_DEFAULT': 'openssl rand -out PlaintextKeyMaterial.bin 32\n',
  'aws-cn/SYMMETRIC_DEFAULT': 'openssl rand -out PlaintextKeyMaterial.bin 16\n',
  'HMAC_224': 'openssl rand -out HMAC_224_PlaintextKey.bin 28\n',
  'HMAC_256': 'openssl rand -out HMAC_256_PlaintextKey.bin 32\n',
  'HMAC_384': 'openssl rand -out HMAC_384_PlaintextKey.bin 48\n',
  'HMAC_512': 'openssl rand -out HMAC_512_PlaintextKey.bin 64\n',
  'RSA_2048': genpkey('-algorithm rsa -pkeyopt rsa_keygen_bits:2048', 'RSA_2048_PrivateKey.der'),
  'RSA_3072': genpkey('-algorithm rsa -pkeyopt rsa_keygen_bits:3072', 'RSA_3072_PrivateKey.der'),
  'RSA_4096': genpkey('-algorithm rsa -pkeyopt rsa_keygen_bits:4096', 'RSA_4096_PrivateKey.der'),
  'ECC_NIST_P256': genpkey('-algorithm ec -pkeyopt ec_paramgen_curve:P-256', 'ECC_NIST_P256_PrivateKey.der'),
  'ECC_NIST_P384': genpkey('-algorithm ec -pkeyopt ec_paramgen_curve:P-384', 'ECC_NIST_P384_PrivateKey.der'),
  'ECC_NIST_P521': genpkey('-algorithm ec -pkeyopt ec_paramgen_curve:P-521', 'ECC_NIST_P521_PrivateKey.der'),
  'ECC_SECG_P256K1': genpkey(
    '-algorithm ec -pkeyopt ec_paramgen_curve:secp256k1',
    'ECC_SECG_P256K1_PrivateKey.der',
  ),
  'SM2': genpkey('-algorithm ec -pkeyopt ec_paramgen_curve:sm2', 'SM2_PrivateKey.der'),
};

const oaepSha1 = String.raw`openssl pkeyutl \
    -encrypt \
    -in PlaintextKeyMaterial.bin \
    -out EncryptedKeyMaterial.bin \
    -inkey WrappingPublicKey.bin \
    -keyform DER \
    -pubin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha1
`;

const oaepSha256 = String.raw`openssl pkeyutl \
    -encrypt \
    -in PlaintextKeyMaterial.bin \
    -out EncryptedKeyMaterial.bin \
    -inkey WrappingPublicKey.bin \
    -keyform DER \
    -pubin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha256 \
    -pkeyopt rsa_mgf1_md:sha256
`;

const rsaAesSha256 = String.raw`openssl rand -out aes-key.bin 32
openssl enc -id-aes256-wrap-pad \
    -K "$(xxd -p < aes-key.bin | tr -d '\n')" \
    -iv A65959A6 \
    -in PlaintextKeyMaterial.bin \
    -out key-material-wrapped.bin
openssl pkeyutl \
    -encrypt \
    -in aes-key.bin \
    -out aes-key-wrapped.bin \
    -inkey WrappingPublicKey.bin \
    -keyform DER \
    -pubin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha256 \
    -pkeyopt rsa_mgf1_md:sha256
cat aes-key-wrapped.bin key-material-wrapped.bin > EncryptedKeyMaterial.bin
`;

const rsaAesSha1 = String.raw`openssl rand -out aes-key.bin 32
openssl enc -id-aes256-wrap-pad \
    -K "$(xxd -p < aes-key.bin | tr -d '\n')" \
    -iv A65959A6 \
    -in PlaintextKeyMaterial.bin \
    -out key-material-wrapped.bin
openssl pkeyutl \
    -encrypt \
    -in aes-key.bin \
    -out aes-key-wrapped.bin \
    -inkey WrappingPublicKey.bin \
    -keyform DER \
    -pubin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha1 \
    -pkeyopt rsa_mgf1_md:sha1
cat aes-key-wrapped.bin key-material-wrapped.bin > EncryptedKeyMaterial.bin
`;

/** Not documented: the command that is known to write what KMS accepts, and the mark that it carries. */
const sm2pke = String.raw`# Not documented by AWS: it shows no openssl command for SM2PKE. OpenSSL 3 or later writes the form that KMS accepts.
openssl pkeyutl \
    -encrypt \
    -in PlaintextKeyMaterial.bin \
    -out EncryptedKeyMaterial.bin \
    -inkey WrappingPublicKey.bin \
    -keyform DER \
    -pubin
`;

/** The wrap, by wrapping algorithm, of `PlaintextKeyMaterial.bin`. */
export const documentedWrap: Readonly<Record<string, string>> = {
  RSAES_OAEP_SHA_1: oaepSha1,
  RSAES_OAEP_SHA_256: oaepSha256,
  RSA_AES_KEY_WRAP_SHA_1: rsaAesSha1,
  RSA_AES_KEY_WRAP_SHA_256: rsaAesSha256,
  SM2PKE: sm2pke,
};

/** What a script for one combination has to be, to the byte. */
export function documentedScript(partition: string, keySpec: string, wrappingAlgorithm: string): string {
  const generation = documentedGeneration[keySpec] ?? documentedGeneration[`${partition}/${keySpec}`] ?? '';
  const material = /([A-Z\d]\S*\.(?:bin|der))/.exec(generation)?.[1] ?? '';
  return generation + (documentedWrap[wrappingAlgorithm] ?? '').replace('PlaintextKeyMaterial.bin', material);
}
