#!/bin/sh
# Fails closed: stops at the first error, overwrites nothing, leaves nothing behind.
set -eu
# shellcheck disable=SC3040 # taken where the shell has it; no openssl command stands in a pipe
if (set -o pipefail) 2> /dev/null; then set -o pipefail; fi
umask 077

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 1
}

# require_bytes FILE MIN MAX: a regular file of a length within these limits
require_bytes() {
  [ -f "$1" ] || fail "$1 is missing or not a regular file"
  bytes=$(wc -c < "$1" | tr -d ' ')
  if [ "$bytes" -lt "$2" ] || [ "$bytes" -gt "$3" ]; then
    fail "$1 has $bytes bytes, expected $2 to $3"
  fi
}

# refuse_existing FILE: neither a file nor a symbolic link is overwritten
refuse_existing() {
  if [ -e "$1" ] || [ -L "$1" ]; then fail "$1 exists already"; fi
}

command -v openssl > /dev/null || fail 'openssl is not on the PATH'
refuse_existing HMAC_512_PlaintextKey.bin
refuse_existing EncryptedKeyMaterial.bin

work=.kms-keywrap.$$
mkdir "$work" || fail "cannot make the folder $work"
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Generates HMAC_512 key material: 64 random bytes.
openssl rand -out "$work/HMAC_512_PlaintextKey.bin" 64
require_bytes "$work/HMAC_512_PlaintextKey.bin" 64 64
refuse_existing HMAC_512_PlaintextKey.bin
mv "$work/HMAC_512_PlaintextKey.bin" HMAC_512_PlaintextKey.bin

# Wraps key material with RSAES_OAEP_SHA_256.
require_bytes HMAC_512_PlaintextKey.bin 1 4088
openssl pkey -pubin -inform DER -in WrappingPublicKey.bin -noout || fail 'WrappingPublicKey.bin is not a public key in DER'
openssl pkeyutl \
  -encrypt \
  -in HMAC_512_PlaintextKey.bin \
  -out "$work/EncryptedKeyMaterial.bin" \
  -inkey WrappingPublicKey.bin \
  -keyform DER \
  -pubin \
  -pkeyopt rsa_padding_mode:oaep \
  -pkeyopt rsa_oaep_md:sha256 \
  -pkeyopt rsa_mgf1_md:sha256
require_bytes "$work/EncryptedKeyMaterial.bin" 256 512
refuse_existing EncryptedKeyMaterial.bin
mv "$work/EncryptedKeyMaterial.bin" EncryptedKeyMaterial.bin
