openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:secp256k1 -pkeyopt ec_param_enc:named_curve | openssl pkcs8 -topk8 -outform der -nocrypt > ECC_SECG_P256K1_PrivateKey.der
openssl pkeyutl \
    -encrypt \
    -keyform DER \
    -pubin \
    -inkey WrappingPublicKey.bin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha1 \
    -in ECC_SECG_P256K1_PrivateKey.der \
    -out EncryptedKeyMaterial.bin
