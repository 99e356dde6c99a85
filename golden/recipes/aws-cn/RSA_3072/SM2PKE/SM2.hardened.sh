#!/bin/sh
# Fails closed: stops at the first error, overwrites nothing, leaves nothing behind.
# Not documented by AWS: it shows no openssl command for SM2PKE. OpenSSL 3 or later writes the form that KMS accepts.
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
refuse_existing RSA_3072_PrivateKey.der
refuse_existing EncryptedKeyMaterial.bin

work=.kms-keywrap.$$
mkdir "$work" || fail "cannot make the folder $work"
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Generates RSA_3072 key material as PKCS#8 DER.
openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:3072 \
  -out "$work/stage-1"
openssl pkcs8 -topk8 -outform der -nocrypt \
  -in "$work/stage-1" \
  -out "$work/RSA_3072_PrivateKey.der"
require_bytes "$work/RSA_3072_PrivateKey.der" 1782 1806
refuse_existing RSA_3072_PrivateKey.der
mv "$work/RSA_3072_PrivateKey.der" RSA_3072_PrivateKey.der

# Wraps key material with SM2PKE.
require_bytes RSA_3072_PrivateKey.der 1 4088
openssl pkey -pubin -inform DER -in WrappingPublicKey.bin -noout || fail 'WrappingPublicKey.bin is not a public key in DER'
openssl pkeyutl \
  -encrypt \
  -in RSA_3072_PrivateKey.der \
  -out "$work/EncryptedKeyMaterial.bin" \
  -inkey WrappingPublicKey.bin \
  -keyform DER \
  -pubin
require_bytes "$work/EncryptedKeyMaterial.bin" 100 4216
refuse_existing EncryptedKeyMaterial.bin
mv "$work/EncryptedKeyMaterial.bin" EncryptedKeyMaterial.bin
