openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-384 -pkeyopt ec_param_enc:named_curve | openssl pkcs8 -topk8 -outform der -nocrypt > ECC_NIST_P384_PrivateKey.der
openssl pkeyutl \
    -encrypt \
    -keyform DER \
    -pubin \
    -inkey WrappingPublicKey.bin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha256 \
    -pkeyopt rsa_mgf1_md:sha256 \
    -in ECC_NIST_P384_PrivateKey.der \
    -out EncryptedKeyMaterial.bin
