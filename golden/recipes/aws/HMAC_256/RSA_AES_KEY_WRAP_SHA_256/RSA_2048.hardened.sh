#!/bin/sh
# Fails closed: stops at the first error, overwrites nothing, leaves nothing behind.
# While openssl enc runs, its -K shows the AES key to the users of this machine: run this on one of your own.
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
refuse_existing HMAC_256_PlaintextKey.bin
refuse_existing EncryptedKeyMaterial.bin

work=.kms-keywrap.$$
mkdir "$work" || fail "cannot make the folder $work"
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Generates HMAC_256 key material: 32 random bytes.
openssl rand -out "$work/HMAC_256_PlaintextKey.bin" 32
require_bytes "$work/HMAC_256_PlaintextKey.bin" 32 32
refuse_existing HMAC_256_PlaintextKey.bin
mv "$work/HMAC_256_PlaintextKey.bin" HMAC_256_PlaintextKey.bin

# Wraps key material with RSA_AES_KEY_WRAP_SHA_256: a fresh AES-256 key under RSAES-OAEP, the key material under that key.
require_bytes HMAC_256_PlaintextKey.bin 1 4088
openssl pkey -pubin -inform DER -in WrappingPublicKey.bin -noout || fail 'WrappingPublicKey.bin is not a public key in DER'
openssl rand -out "$work/aes-key.bin" 32
require_bytes "$work/aes-key.bin" 32 32
aes_key=$(od -A n -v -t x1 < "$work/aes-key.bin" | tr -d ' \n')
[ "${#aes_key}" -eq 64 ] || fail 'the AES key is not 64 hex digits'
openssl enc -id-aes256-wrap-pad \
  -K "$aes_key" \
  -iv A65959A6 \
  -in HMAC_256_PlaintextKey.bin \
  -out "$work/key-material-wrapped.bin"
require_bytes "$work/key-material-wrapped.bin" 16 4096
# openssl exits 0 on a wrong -K or -iv: only unwrapping again proves the wrap.
openssl enc -d -id-aes256-wrap-pad -K "$aes_key" -iv A65959A6 \
  -in "$work/key-material-wrapped.bin" -out "$work/unwrapped"
cmp -s "$work/unwrapped" HMAC_256_PlaintextKey.bin || fail 'the wrapped key material does not unwrap to what went in'
openssl pkeyutl \
  -encrypt \
  -in "$work/aes-key.bin" \
  -out "$work/aes-key-wrapped.bin" \
  -inkey WrappingPublicKey.bin \
  -keyform DER \
  -pubin \
  -pkeyopt rsa_padding_mode:oaep \
  -pkeyopt rsa_oaep_md:sha256 \
  -pkeyopt rsa_mgf1_md:sha256
require_bytes "$work/aes-key-wrapped.bin" 256 512
cat "$work/aes-key-wrapped.bin" "$work/key-material-wrapped.bin" > "$work/EncryptedKeyMaterial.bin"
require_bytes "$work/EncryptedKeyMaterial.bin" 272 4608
refuse_existing EncryptedKeyMaterial.bin
mv "$work/EncryptedKeyMaterial.bin" EncryptedKeyMaterial.bin
