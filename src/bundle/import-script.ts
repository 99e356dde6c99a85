import { keySpecRow } from '../tables/key-specs.ts';
import { proofBody, proofUsage } from './import-proof.ts';
import { proofSigning } from './proof.ts';
import { bundleFiles, type FileEntry, type ManifestFacts } from './manifest.ts';

type Digested = Exclude<(typeof bundleFiles)[keyof typeof bundleFiles], 'import.sh'>;

/** A value between single quotes of sh. */
const quoted = (value: string) => `'${value.replaceAll("'", String.raw`'\''`)}'`;

const facts = (manifest: ManifestFacts, files: Readonly<Record<Digested, FileEntry>>) => {
  const { keyId = '', parametersValidTo, publicKeySha256 = '', expectedMac } = manifest;
  // A signature shows something only beside a public key that is known.
  const signing = publicKeySha256 === '' ? undefined : proofSigning(manifest.keySpec);
  const expires =
    parametersValidTo === undefined ? '' : String(Math.floor(Date.parse(parametersValidTo) / 1000));
  const values = {
    bundle_key_id: keyId,
    key_spec: manifest.keySpec,
    wrapping: `${manifest.wrappingAlgorithm} under ${manifest.wrappingKeySpec}`,
    symmetric: keySpecRow(manifest.keySpec).kind === 'symmetric' ? 'yes' : 'no',
    parameters_valid_to: parametersValidTo ?? '',
    parameters_valid_to_seconds: expires,
    public_key_sha256: publicKeySha256,
    mac_algorithm: expectedMac?.macAlgorithm ?? '',
    mac_message: expectedMac?.message ?? '',
    expected_mac: expectedMac?.mac ?? '',
    signing_algorithm: signing?.algorithm ?? '',
    signing_hash: signing?.hash ?? '',
    encrypted_key_material_sha256: files[bundleFiles.encryptedKeyMaterial].sha256,
    import_token_sha256: files[bundleFiles.importToken].sha256,
    wrapping_public_key_sha256: files[bundleFiles.wrappingPublicKey].sha256,
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join('\n');
};

/** `import.sh`: POSIX sh, one file, nothing needed but the AWS CLI and a SHA-256 tool. */
export function importScript(manifest: ManifestFacts, files: Readonly<Record<Digested, FileEntry>>): string {
  return `#!/bin/sh
# Imports the encrypted key material of this folder into an AWS KMS key.
# Written by kms-keywrap; ./import.sh --help tells the options.
set -eu
umask 077

${facts(manifest, files)}
${body}${proofBody}`;
}

/** What is the same in every bundle. */
const body = String.raw`
usage() {
  cat <<'END'
usage: ./import.sh (--valid-to TIME | --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE) [options]

  --expiration-model M  KEY_MATERIAL_EXPIRES (needs --valid-to) or KEY_MATERIAL_DOES_NOT_EXPIRE [$EXPIRATION_MODEL]
  --valid-to TIME       when the key material expires, such as 2026-06-17T12:00:00-08:00; at most 365 days [$VALID_TO]
  --key-id ID           id or ARN of the KMS key, where this bundle does not know it [$KMS_KEY_ID]
  --import-type T       NEW_KEY_MATERIAL or EXISTING_KEY_MATERIAL; symmetric encryption keys only [$IMPORT_TYPE]
  --description TEXT    of the key material; symmetric encryption keys only [$KEY_MATERIAL_DESCRIPTION]
  --endpoint-url URL    another address of KMS, such as that of kms-keywrap rehearse [$AWS_ENDPOINT_URL_KMS]
  --dry-run             check the files and show the command, send nothing
PROOF_USAGE
The Region is that of the key's ARN. AWS_PROFILE and the rest of the AWS CLI's environment count as usual; AWS_CLI
names another aws to run. --import-type and --description need version 2.27.30 or later of the AWS CLI (1.40.30 or
later of version 1), the MAC of an HMAC key needs 2.6.0 (1.22.98).
END
}

fail() {
  printf 'import.sh: error: %s\n' "$1" >&2
  exit "$2"
}

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum | cut -d ' ' -f 1
  elif command -v shasum >/dev/null 2>&1; then shasum -a 256 | cut -d ' ' -f 1
  else openssl dgst -sha256 -r | cut -d ' ' -f 1
  fi
}

decode_base64() {
  if command -v openssl >/dev/null 2>&1; then openssl enc -d -base64 -A
  else base64 -d
  fi
}

check_file() {
  [ -f "$1" ] || fail "$1 is missing" 2
  [ "$(sha256 <"$1")" = "$2" ] || fail "$1 is not the file that this bundle was made with" 2
}

expiration_model=\${EXPIRATION_MODEL:-}
valid_to=\${VALID_TO:-}
key_id=\${KMS_KEY_ID:-}
import_type=\${IMPORT_TYPE:-}
description=\${KEY_MATERIAL_DESCRIPTION:-}
endpoint_url=\${AWS_ENDPOINT_URL_KMS:-}
wait_seconds=\${IMPORT_WAIT:-60}
dry_run=no
proof=yes
reimport=no

while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --dry-run) dry_run=yes; shift; continue ;;
    --no-proof) proof=no; shift; continue ;;
    --reimport) reimport=yes; shift; continue ;;
    --expiration-model | --valid-to | --key-id | --import-type | --description | --endpoint-url | --wait) ;;
    *) fail "unknown option $1; ./import.sh --help tells the options" 2 ;;
  esac
  [ $# -ge 2 ] || fail "$1 needs a value" 2
  case $1 in
    --expiration-model) expiration_model=$2 ;;
    --valid-to) valid_to=$2 ;;
    --key-id) key_id=$2 ;;
    --import-type) import_type=$2 ;;
    --description) description=$2 ;;
    --endpoint-url) endpoint_url=$2 ;;
    --wait) wait_seconds=$2 ;;
  esac
  shift 2
done

if [ -z "$expiration_model" ] && [ -n "$valid_to" ]; then expiration_model=KEY_MATERIAL_EXPIRES; fi
case $expiration_model in
  KEY_MATERIAL_EXPIRES) [ -n "$valid_to" ] || fail 'KEY_MATERIAL_EXPIRES needs --valid-to' 2 ;;
  KEY_MATERIAL_DOES_NOT_EXPIRE) [ -z "$valid_to" ] || fail '--valid-to does not go with KEY_MATERIAL_DOES_NOT_EXPIRE' 2 ;;
  '') fail 'say --valid-to TIME, or --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE' 2 ;;
  *) fail "unknown expiration model $expiration_model" 2 ;;
esac
if [ -n "$bundle_key_id" ]; then
  if [ -n "$key_id" ] && [ "$key_id" != "$bundle_key_id" ] && [ "$key_id" != "\${bundle_key_id##*/}" ]; then
    fail "the import token of this bundle is for $bundle_key_id, not for $key_id" 2
  fi
  key_id=$bundle_key_id
fi
[ -n "$key_id" ] || fail 'say --key-id: this bundle does not know its KMS key' 2
case $import_type in
  '' | NEW_KEY_MATERIAL | EXISTING_KEY_MATERIAL) ;;
  *) fail "unknown import type $import_type" 2 ;;
esac
if [ "$symmetric" = no ] && [ -n "$import_type$description" ]; then
  fail "--import-type and --description are for symmetric encryption keys, and this is $key_spec" 2
fi
if [ "$symmetric" = no ] && [ "$reimport" = yes ]; then
  fail "--reimport is for symmetric encryption keys, and this is $key_spec" 2
fi
case $wait_seconds in
  '' | *[!0-9]*) fail "--wait $wait_seconds is not a whole number of seconds" 2 ;;
esac

CDPATH='' cd -- "$(dirname -- "$0")"
check_file EncryptedKeyMaterial.bin "$encrypted_key_material_sha256"
check_file ImportToken.bin "$import_token_sha256"
check_file WrappingPublicKey.bin "$wrapping_public_key_sha256"
if [ -n "$parameters_valid_to_seconds" ] && [ "$(date +%s)" -ge "$parameters_valid_to_seconds" ]; then
  fail "the import token expired at $parameters_valid_to: make a new bundle" 2
fi

# The Region of an ARN; of a bare id the AWS CLI knows it.
case $key_id in
  arn:*:kms:*:*) region=\${key_id#arn:*:kms:}; region=\${region%%:*} ;;
  *) region='' ;;
esac

show() {
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9:/._-]* | '') printf "'%s' " "$(printf %s "$word" | sed "s/'/'\\\\''/g")" ;;
      *) printf '%s ' "$word" ;;
    esac
  done
  echo
}

# Version of the AWS CLI such as 2.27.30; nothing where another program stands in for it.
cli_version() {
  "\${AWS_CLI:-aws}" --version 2>&1 | sed -n 's|^aws-cli/\([0-9]*\.[0-9]*\.[0-9]*\).*|\1|p'
}

# Whether the version of the AWS CLI is older than $1 of version 1, or $2 of version 2.
is_older() {
  known=$(cli_version)
  case $known in
    '') return 1 ;;
    1.*) least=$1 ;;
    *) least=$2 ;;
  esac
  # What is split at dots are numbers alone.
  old_ifs=$IFS
  IFS=.
  # shellcheck disable=SC2086
  set -- $known $least
  IFS=$old_ifs
  [ "$1" -lt "$4" ] || { [ "$1" -eq "$4" ] && { [ "$2" -lt "$5" ] || { [ "$2" -eq "$5" ] && [ "$3" -lt "$6" ]; }; }; }
}

call_kms() {
  operation=$1
  shift
  set -- "\${AWS_CLI:-aws}" kms "$operation" --key-id "$key_id" "$@"
  if [ -n "$region" ]; then set -- "$@" --region "$region"; fi
  if [ -n "$endpoint_url" ]; then set -- "$@" --endpoint-url "$endpoint_url"; fi
  if [ "$dry_run" = yes ]; then show cd "$PWD"; show "$@"; exit 0; fi
  AWS_PAGER='' "$@"
}

set -- --encrypted-key-material fileb://EncryptedKeyMaterial.bin --import-token fileb://ImportToken.bin
set -- "$@" --expiration-model "$expiration_model"
if [ -n "$valid_to" ]; then set -- "$@" --valid-to "$valid_to"; fi
if [ -n "$import_type" ]; then set -- "$@" --import-type "$import_type"; fi
if [ -n "$description" ]; then set -- "$@" --key-material-description "$description"; fi

if [ "$dry_run" = no ]; then
  command -v "\${AWS_CLI:-aws}" >/dev/null 2>&1 ||
    fail "\${AWS_CLI:-aws} is not installed: install the AWS CLI, or name it with AWS_CLI" 3
  if [ -n "$import_type$description" ] && is_older 1.40.30 2.27.30; then
    fail "this AWS CLI is version $known, which has no --import-type and --key-material-description: update it to 2.27.30 or later (1.40.30 or later of version 1)" 3
  fi
  printf 'importing %s key material (%s) into %s\n' "$key_spec" "$wrapping" "$key_id"
fi
call_kms import-key-material "$@" || {
  code=$?
  # The exit status of an AWS CLI that does not know an option.
  if [ "$code" = 252 ] && [ -n "$import_type$description" ]; then
    fail "the AWS CLI refused its options: --import-type and --key-material-description need version 2.27.30 or later (1.40.30 or later of version 1)" 3
  fi
  exit "$code"
}
`
  .replaceAll(String.raw`\${`, '${')
  .replace('PROOF_USAGE', () => proofUsage);
