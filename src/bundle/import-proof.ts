import { proofMessage } from './proof.ts';

/** The part of the usage of import.sh that is about the time after the import. */
export const proofUsage = `  --wait SECONDS        how long to wait until the key is Enabled after the import; default 60 [$IMPORT_WAIT]
  --no-proof            do not use the key afterwards: its state and, of a key pair, its public key are compared alone
  --reimport            symmetric encryption keys: import the same once more. KMS accepts the key material that the key
                        has, and nothing else. It may want a new token: --import-type EXISTING_KEY_MATERIAL with a new
                        bundle of the same key material shows the same`;

/** What KMS has to show after the import. POSIX sh; calls call_kms, fail, sha256 and decode_base64 of import.sh. */
export const proofBody = String.raw`
# The key is not Enabled at once.
waited=0
while :; do
  state=$(call_kms describe-key --query KeyMetadata.KeyState --output text)
  if [ "$state" != PendingImport ] || [ "$waited" -ge "$wait_seconds" ]; then break; fi
  sleep 1
  waited=$((waited + 1))
done
[ "$state" = Enabled ] || fail "the key is now $state, not Enabled" 1
printf 'key state: %s\n' "$state"

if [ -n "$public_key_sha256" ]; then
  public_key=$(call_kms get-public-key --query PublicKey --output text)
  found=$(printf %s "$public_key" | decode_base64 | sha256)
  [ "$found" = "$public_key_sha256" ] ||
    fail "KMS now has the public key $found, expected $public_key_sha256 (SHA-256 of the SubjectPublicKeyInfo)" 1
  printf 'public key: SHA-256 %s, as expected\n' "$found"
fi

not_proven() {
  printf 'import.sh: error: the import is done, but not proven: %s; --no-proof leaves this out\n' "$1" >&2
  exit 3
}

if [ "$proof" = yes ] && [ -n "$expected_mac$signing_algorithm" ]; then
  work=$(mktemp -d) || fail 'no temporary folder can be made' 3
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
fi

if [ "$proof" = yes ] && [ -n "$expected_mac" ]; then
  if is_older 1.22.98 2.6.0; then
    not_proven "this AWS CLI is version $known, which has no generate-mac: update it to 2.6.0 or later (1.22.98 or later of version 1)"
  fi
  printf %s "$mac_message" | decode_base64 >"$work/message"
  mac=$(call_kms generate-mac --message "fileb://$work/message" --mac-algorithm "$mac_algorithm" --query Mac --output text) ||
    not_proven 'KMS did not give a MAC (it needs the permission kms:GenerateMac)'
  found=$(printf %s "$mac" | decode_base64 | od -An -v -tx1 | tr -d ' \n')
  [ "$found" = "$expected_mac" ] || fail "KMS gives the MAC $found, expected $expected_mac: it holds another key" 1
  printf 'MAC: %s, as expected\n' "$found"
fi

if [ "$proof" = yes ] && [ -n "$signing_algorithm" ]; then
  usage=$(call_kms describe-key --query KeyMetadata.KeyUsage --output text)
  if [ "$usage" != SIGN_VERIFY ]; then
    printf 'signature: not asked for, the key is for %s\n' "$usage"
  elif ! command -v openssl >/dev/null 2>&1; then
    not_proven 'openssl, which verifies the signature, is not installed'
  else
    printf %s '${proofMessage}' >"$work/message"
    signature=$(call_kms sign --message "fileb://$work/message" --message-type RAW --signing-algorithm "$signing_algorithm" --query Signature --output text) ||
      not_proven 'KMS did not sign (it needs the permission kms:Sign)'
    printf %s "$signature" | decode_base64 >"$work/signature"
    printf %s "$public_key" | decode_base64 >"$work/public.der"
    openssl pkey -pubin -inform DER -in "$work/public.der" -out "$work/public.pem"
    openssl dgst "-$signing_hash" -verify "$work/public.pem" -signature "$work/signature" "$work/message" >/dev/null ||
      fail "the signature of KMS does not verify under the expected public key: it holds another private key" 1
    printf 'signature: %s, verifies under the expected public key\n' "$signing_algorithm"
  fi
fi

if [ "$reimport" = yes ]; then
  set -- --encrypted-key-material fileb://EncryptedKeyMaterial.bin --import-token fileb://ImportToken.bin
  set -- "$@" --expiration-model "$expiration_model"
  if [ -n "$valid_to" ]; then set -- "$@" --valid-to "$valid_to"; fi
  call_kms import-key-material "$@" >/dev/null ||
    fail 'KMS did not accept the same key material again: it holds other key material, or it wants a new import token' 1
  echo 're-import: KMS accepts this key material for this key, as it does no other'
fi
`;
