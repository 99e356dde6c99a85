openssl rand -out HMAC_224_PlaintextKey.bin 28
openssl pkeyutl \
    -encrypt \
    -keyform DER \
    -pubin \
    -inkey WrappingPublicKey.bin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha1 \
    -in HMAC_224_PlaintextKey.bin \
    -out EncryptedKeyMaterial.bin
