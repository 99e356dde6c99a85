import { createPublicKey, X509Certificate } from 'node:crypto';
import type { Delivery } from '../../tables/services/types.ts';

/** A wrapping key as a service hands it out: the key itself, and what stands beside it. */
export interface DeliveredKey {
  /** SubjectPublicKeyInfo in DER, or the bytes as they were given where no other form was recognised. */
  readonly bytes: Buffer;
  readonly delivery: Delivery | undefined;
  /** `kid` of a JSON Web Key. */
  readonly keyId?: string;
  /** `key_ops` of a JSON Web Key. */
  readonly keyOps?: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const spki = (key: ReturnType<typeof createPublicKey>) => key.export({ format: 'der', type: 'spki' });

function fromJwk(jwk: Members): DeliveredKey | undefined {
  const { n, e, kid, key_ops: operations } = jwk;
  if (typeof n !== 'string' || typeof e !== 'string') return undefined;
  try {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    return {
      bytes: spki(key),
      delivery: 'jwk',
      ...(typeof kid === 'string' ? { keyId: kid } : {}),
      ...(Array.isArray(operations) ? { keyOps: operations.map(String) } : {}),
    };
  } catch {
    return undefined;
  }
}

/** Where services put PEM into JSON: Vault's data.public_key, gcloud's publicKey.pem, the field alone. */
const pemPaths = [
  ['data', 'public_key'],
  ['public_key'],
  ['publicKey', 'pem'],
  ['pem'],
  ['publicKey'],
  ['wrappingKey', 'publicKey'],
  ['data', 'public-key'],
] as const;

function at(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), document);
}

function fromDocument(document: Members): DeliveredKey | undefined {
  const key = document['key'];
  const jwk = fromJwk(isObject(key) ? key : document);
  if (jwk !== undefined) return jwk;
  for (const path of pemPaths) {
    const text = at(document, path);
    if (typeof text !== 'string') continue;
    if (text.includes('-----BEGIN')) return { bytes: Buffer.from(text), delivery: 'json-pem' };
    const encoded = fromBase64(text);
    if (encoded !== undefined) return encoded;
  }
  return undefined;
}

function fromCertificate(text: string): DeliveredKey | undefined {
  if (!text.includes('-----BEGIN CERTIFICATE-----')) return undefined;
  try {
    return { bytes: spki(new X509Certificate(text).publicKey), delivery: 'certificate' };
  } catch {
    return undefined;
  }
}

/** Base64 of DER, of PEM, or of a certificate in PEM. */
function fromBase64(text: string): DeliveredKey | undefined {
  const joined = text.replaceAll(/\s/g, '');
  if (joined.length < 200 || !/^[A-Za-z0-9+/]+={0,2}$/.test(joined)) return undefined;
  const bytes = Buffer.from(joined, 'base64');
  if (bytes[0] === 0x30) return { bytes, delivery: 'base64-der' };
  const inner = bytes.toString('latin1');
  if (!inner.includes('-----BEGIN')) return undefined;
  return fromCertificate(inner) ?? { bytes, delivery: 'base64-pem' };
}

/** Reads a wrapping key in any form in which a service hands it out. What is not recognised is left to the reader of keys. */
export function deliveredKey(bytes: Buffer): DeliveredKey {
  if (bytes[0] === 0x30) return { bytes, delivery: 'der' };
  const text = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim();
  if (text.startsWith('{')) {
    const document = parse(text);
    const found = isObject(document) ? fromDocument(document) : undefined;
    if (found !== undefined) return found;
  }
  const certificate = fromCertificate(text);
  if (certificate !== undefined) return certificate;
  if (text.includes('-----BEGIN')) return { bytes, delivery: 'pem' };
  return fromBase64(text) ?? { bytes, delivery: undefined };
}
