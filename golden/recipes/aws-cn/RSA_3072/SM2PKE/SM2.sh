openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:3072 | openssl pkcs8 -topk8 -outform der -nocrypt > RSA_3072_PrivateKey.der
# Not documented by AWS: it shows no openssl command for SM2PKE. OpenSSL 3 or later writes the form that KMS accepts.
openssl pkeyutl \
    -encrypt \
    -in RSA_3072_PrivateKey.der \
    -out EncryptedKeyMaterial.bin \
    -inkey WrappingPublicKey.bin \
    -keyform DER \
    -pubin
