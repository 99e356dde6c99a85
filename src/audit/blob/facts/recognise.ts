import { recognise as recogniseStructure } from '../../../formats/recognise.ts';
import { readTlv } from '../../../crypto/der-tlv.ts';
import type { MessageFormat } from '../../../tables/formats.ts';
import type { Context } from './context.ts';

/**
 * Why bytes are taken for key material: equality with the reference, a private-key structure (in text too), or no more
 * than the length that raw material of the key spec has.
 */
export type Recognition = 'reference' | 'structure' | 'length';

const SEQUENCE = 0x30;

/** What bytes were recognised as: one form of a blob is asked several questions. */
const known = new WeakMap<Buffer, ReturnType<typeof recogniseStructure>>();

function recognised(bytes: Buffer): ReturnType<typeof recogniseStructure> {
  const found = known.get(bytes) ?? recogniseStructure(bytes);
  known.set(bytes, found);
  return found;
}

const privateForms = new Set(['pkcs8', 'pkcs1', 'sec1', 'legacy', 'jwk', 'jwk-oct']);
const starts = [
  /^0201(?:00|01)30(?:[0-7].|81..)06/, // PKCS#8: version, AlgorithmIdentifier
  /^0201(?:00|01)0282/, // PKCS#1: version, modulus
  /^0201..04(?:[1-4].|81..)/, // SEC1: version, scalar
];

/** Whether the bytes begin like a private key in DER or BER, whatever follows. Looks at 20 bytes only. */
export function startsLikePrivateKey(bytes: Buffer): boolean {
  if (bytes.length < 40 || bytes[0] !== SEQUENCE) return false;
  const first = bytes[1]!;
  const lengthBytes = first > 0x80 ? first - 0x80 : 0;
  if (lengthBytes > 2) return false;
  const start = bytes.toString('hex', 2 + lengthBytes, 18);
  return starts.some((pattern) => pattern.test(start));
}

/** Whether the bytes are, or hold in text, a private key that no password protects. */
export function isPrivateKey(bytes: Buffer): boolean {
  const { structure } = recognised(bytes);
  return structure !== undefined && privateForms.has(structure.form);
}

/** What else the bytes are that is not a blob: a public key or certificate, or a message of another system. */
export function otherFile(bytes: Buffer): 'public-key' | { readonly message: MessageFormat } | undefined {
  const { structure, layers } = recognised(bytes);
  if (structure?.form === 'public') return 'public-key';
  // A JSON document with a `ciphertext` may carry a blob; a JWE has more members.
  const isMessage =
    structure?.form === 'message' && structure.format !== 'json-encrypted' && layers.length === 0;
  return isMessage ? { message: structure.format } : undefined;
}

/** The strongest reason to take the bytes for key material, if there is one. */
export function recognise(bytes: Buffer, { reference, rawBytes }: Context): Recognition | undefined {
  if (reference !== undefined && reference.length > 0 && bytes.equals(reference)) return 'reference';
  if (startsLikePrivateKey(bytes) || isPrivateKey(bytes)) return 'structure';
  return bytes.length === rawBytes ? 'length' : undefined;
}

/** Recognised by more than its length. */
export function isCertainlyMaterial(bytes: Buffer, context: Context): boolean {
  const reason = recognise(bytes, context);
  return reason === 'reference' || reason === 'structure';
}

/** Whether every byte is a printable ASCII character or white space. */
export function isPrintable(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d));
}

/** Length in bytes of the DER element at the start; undefined when there is none or it is cut short. */
export function derLength(bytes: Buffer): number | undefined {
  return bytes[0] === SEQUENCE ? readTlv(bytes)?.end : undefined;
}
