openssl rand -out HMAC_384_PlaintextKey.bin 48
openssl pkeyutl \
    -encrypt \
    -keyform DER \
    -pubin \
    -inkey WrappingPublicKey.bin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha1 \
    -in HMAC_384_PlaintextKey.bin \
    -out EncryptedKeyMaterial.bin
