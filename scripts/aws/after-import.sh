# What imported keys are for, through the AWS CLI. Each line that begins with `flow` names what follows.
set -eu
flow() { echo "flow $1" >&2; }
kms() { aws kms "$@"; }
text() { kms "$@" --output text; }
# import NAME KEY_SPEC KEY_USAGE: a new KMS key with key material of its own, by the bundle and its import.sh.
import() {
  mkdir -p "$1" && cd "$1"
  key=$(text create-key --origin EXTERNAL --key-spec "$2" --key-usage "$3" --query KeyMetadata.KeyId)
  algorithm=RSAES_OAEP_SHA_256
  case $2 in RSA_*) algorithm=RSA_AES_KEY_WRAP_SHA_256 ;; esac
  kms get-parameters-for-import --key-id "$key" --wrapping-algorithm $algorithm --wrapping-key-spec RSA_3072 >parameters.json
  $KMS_KEYWRAP generate "$2" --out material
  $KMS_KEYWRAP wrap --in material --key-spec "$2" --parameters parameters.json --wrapping-algorithm $algorithm --engine node --bundle bundle
  ./bundle/import.sh --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE
  kms describe-key --key-id "$key" >describe-key.json
}
top=$PWD
printf 'a message' >message

flow 'alias, encryption, data keys'
import symmetric SYMMETRIC_DEFAULT ENCRYPT_DECRYPT
kms create-alias --alias-name alias/after --target-key-id "$key"
text encrypt --key-id alias/after --plaintext fileb://../message --encryption-context for=flows --query CiphertextBlob | base64 -d >sealed
text decrypt --ciphertext-blob fileb://sealed --encryption-context for=flows --query Plaintext | base64 -d | cmp - ../message
text generate-data-key --key-id alias/after --key-spec AES_256 --query CiphertextBlob | base64 -d >data-key
test "$(text decrypt --ciphertext-blob fileb://data-key --query Plaintext | base64 -d | wc -c)" -eq 32
$KMS_KEYWRAP bundle check bundle --after describe-key.json
kms list-aliases --key-id "$key" --query 'Aliases[].AliasName' --output text | grep -x alias/after
kms delete-alias --alias-name alias/after

flow 'state, deletion, tags, policy, grants'
kms disable-key --key-id "$key"
if kms encrypt --key-id "$key" --plaintext fileb://../message 2>refused; then exit 1; fi
grep -q DisabledException refused
kms enable-key --key-id "$key"
kms tag-resource --key-id "$key" --tags TagKey=a,TagValue=1
text list-resource-tags --key-id "$key" --query 'Tags[].TagValue' | grep -x 1
kms untag-resource --key-id "$key" --tag-keys a
text get-key-policy --key-id "$key" --policy-name default --query Policy >policy
kms put-key-policy --key-id "$key" --policy-name default --policy file://policy
grant=$(text create-grant --key-id "$key" --grantee-principal arn:aws:iam::111122223333:role/flows --operations Decrypt --query GrantId)
kms revoke-grant --key-id "$key" --grant-id "$grant"
kms schedule-key-deletion --key-id "$key" --pending-window-in-days 7
kms cancel-key-deletion --key-id "$key"
kms enable-key --key-id "$key"

flow 'key material deleted and imported again'
kms delete-imported-key-material --key-id "$key"
text describe-key --key-id "$key" --query KeyMetadata.KeyState | grep -x PendingImport
kms get-parameters-for-import --key-id "$key" --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_3072 >parameters.json
$KMS_KEYWRAP wrap --in material --key-spec SYMMETRIC_DEFAULT --parameters parameters.json --wrapping-algorithm RSAES_OAEP_SHA_256 --engine node --bundle again
./again/import.sh --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE
text decrypt --ciphertext-blob fileb://sealed --encryption-context for=flows --query Plaintext | base64 -d | cmp - ../message
cd "$top"

flow 'MAC, proven by bundle check --after'
import hmac HMAC_256 GENERATE_VERIFY_MAC
node -p 'JSON.parse(fs.readFileSync("bundle/manifest.json")).expectedMac.message' | base64 -d >proof
kms generate-mac --key-id "$key" --message fileb://proof --mac-algorithm HMAC_SHA_256 >mac.json
$KMS_KEYWRAP bundle check bundle --after describe-key.json --after mac.json
cd "$top"

flow 'signature, proven by bundle check --after'
import signing ECC_NIST_P384 SIGN_VERIFY
printf 'kms-keywrap: proof of import' >proof
kms sign --key-id "$key" --message fileb://proof --message-type RAW --signing-algorithm ECDSA_SHA_384 >sign.json
kms get-public-key --key-id "$key" >public-key.json
$KMS_KEYWRAP bundle check bundle --after describe-key.json --after public-key.json --after sign.json
cd "$top"

flow 'RSA decryption of what openssl encrypts under the expected public key'
import rsa RSA_2048 ENCRYPT_DECRYPT
openssl pkey -inform DER -in material -pubout -out public.pem
openssl pkeyutl -encrypt -pubin -inkey public.pem -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -in ../message -out sealed
text decrypt --key-id "$key" --ciphertext-blob fileb://sealed --encryption-algorithm RSAES_OAEP_SHA_256 --query Plaintext | base64 -d | cmp - ../message
