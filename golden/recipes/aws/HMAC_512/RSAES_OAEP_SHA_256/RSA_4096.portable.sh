openssl rand -out HMAC_512_PlaintextKey.bin 64
openssl pkeyutl \
    -encrypt \
    -keyform DER \
    -pubin \
    -inkey WrappingPublicKey.bin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha256 \
    -pkeyopt rsa_mgf1_md:sha256 \
    -in HMAC_512_PlaintextKey.bin \
    -out EncryptedKeyMaterial.bin
