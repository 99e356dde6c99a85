openssl rand -out HMAC_512_PlaintextKey.bin 64
openssl pkeyutl \
    -encrypt \
    -in HMAC_512_PlaintextKey.bin \
    -out EncryptedKeyMaterial.bin \
    -inkey WrappingPublicKey.bin \
    -keyform DER \
    -pubin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha1
