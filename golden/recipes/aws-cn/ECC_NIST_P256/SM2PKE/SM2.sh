openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 | openssl pkcs8 -topk8 -outform der -nocrypt > ECC_NIST_P256_PrivateKey.der
# Not documented by AWS: it shows no openssl command for SM2PKE. OpenSSL 3 or later writes the form that KMS accepts.
openssl pkeyutl \
    -encrypt \
    -in ECC_NIST_P256_PrivateKey.der \
    -out EncryptedKeyMaterial.bin \
    -inkey WrappingPublicKey.bin \
    -keyform DER \
    -pubin
