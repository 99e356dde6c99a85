/** What takes the place of a secret. */
export const mask = '****';

/** Runs of digits long enough to be key material in hex or base64; openssl's own error lines have 8 and 16 digits. */
const suspicious = [/(?:[0-9a-f]{2}[:\s]?){16,}/giu, /[A-Za-z0-9+/_-]{40,}={0,2}/gu];

const encodings = ['latin1', 'utf8', 'hex', 'base64', 'base64url'] as const;

/** Text of a foreign program with secrets masked: known ones in every common encoding, and whatever looks like one. */
export function redact(text: string, secrets: readonly Buffer[] = []): string {
  let shown = text;
  for (const secret of secrets)
    for (const encoding of encodings) {
      const spelled = secret.toString(encoding);
      if (spelled.length < 8) continue;
      shown = shown.replaceAll(spelled, mask);
      if (encoding === 'hex') shown = shown.replaceAll(spelled.toUpperCase(), mask);
    }
  for (const pattern of suspicious) shown = shown.replaceAll(pattern, mask);
  return shown;
}
