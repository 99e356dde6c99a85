/** The part of every hardened script before the recipe: options, checks as functions, openssl at hand. */
export const hardenedPreamble = String.raw`set -eu
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

command -v openssl > /dev/null || fail 'openssl is not on the PATH'`;

/** The private folder: in the current one, so that a finished file is renamed on one file system; gone on every exit. */
export const hardenedWorkspace = String.raw`work=.kms-keywrap.$$
mkdir "$work" || fail "cannot make the folder $work"
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
`;
