import { isObject, type Members } from '../text/json.ts';
import type { Structure } from '../keys/facts.ts';

const jwe: Structure = { form: 'message', format: 'jwe' };
const jws: Structure = { form: 'message', format: 'jws' };

const isText = (value: unknown) => typeof value === 'string';

/** A JWE or JWS in its JSON serialization (RFC 7516, 7.2; RFC 7515, 7.2). */
export function readJoseJson(members: Members): Structure | undefined {
  // Other envelopes have a header and a ciphertext too: `.byok` files of Azure Key Vault, for one.
  const isEncrypted =
    isText(members['protected']) ||
    isText(members['encrypted_key']) ||
    Array.isArray(members['recipients']) ||
    (isText(members['iv']) && isText(members['tag']));
  if (isText(members['ciphertext']) && isEncrypted) return jwe;
  const isSigned = isText(members['signature']) || Array.isArray(members['signatures']);
  return isSigned && isText(members['payload']) ? jws : undefined;
}

/** Longest header that is decoded, in characters. */
const longestHeader = 4096;

/** A JWE or JWS in its compact serialization: base64url in five parts or three, the first of which is a JSON header with `alg`. */
export function readJoseCompact(text: string): Structure | undefined {
  const trimmed = text.trim();
  const parts = trimmed.split('.', 6);
  if ((parts.length !== 3 && parts.length !== 5) || !/^[\w.-]+$/.test(trimmed)) return undefined;
  const [header = ''] = parts;
  if (header.length === 0 || header.length > longestHeader) return undefined;
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(decoded) || !isText(decoded['alg'])) return undefined;
  return parts.length === 5 && isText(decoded['enc']) ? jwe : parts.length === 3 ? jws : undefined;
}
