openssl rand -out HMAC_384_PlaintextKey.bin 48
openssl pkeyutl \
    -encrypt \
    -in HMAC_384_PlaintextKey.bin \
    -out EncryptedKeyMaterial.bin \
    -inkey WrappingPublicKey.bin \
    -keyform DER \
    -pubin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha1
