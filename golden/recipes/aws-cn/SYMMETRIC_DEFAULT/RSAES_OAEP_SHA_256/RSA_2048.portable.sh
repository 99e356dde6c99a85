openssl rand -out PlaintextKeyMaterial.bin 16
openssl pkeyutl \
    -encrypt \
    -keyform DER \
    -pubin \
    -inkey WrappingPublicKey.bin \
    -pkeyopt rsa_padding_mode:oaep \
    -pkeyopt rsa_oaep_md:sha256 \
    -pkeyopt rsa_mgf1_md:sha256 \
    -in PlaintextKeyMaterial.bin \
    -out EncryptedKeyMaterial.bin
