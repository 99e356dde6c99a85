import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { isRaw, keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import { pkcs11 } from '../../tables/pkcs11.ts';
import { wrappingAlgorithmRow, type WrappingAlgorithm } from '../../tables/wrapping.ts';
import type { Handle, Mechanism } from './binding.ts';
import { readable, template, type Token } from './token.ts';

/** The token has no mechanism for this, or does not accept such keys. */
export class Unavailable extends Error {}

/** Answers by which a token says that it does not accept keys of this kind, size or curve, or makes no such object. */
const takesNoSuchKeys =
  /^CKR_(?:KEY_NOT_WRAPPABLE|KEY_SIZE_RANGE|KEY_TYPE_INCONSISTENT|KEY_UNEXTRACTABLE|DOMAIN_PARAMS_INVALID|CURVE_NOT_SUPPORTED|TEMPLATE_INCONSISTENT|TEMPLATE_INCOMPLETE|ATTRIBUTE_READ_ONLY|ATTRIBUTE_VALUE_INVALID)\b/;

/** Runs an operation; an answer that is about the kind of key, not about the blob, is not a refusal. */
function ofThisKind<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw takesNoSuchKeys.test((error as Error).message) ? new Unavailable((error as Error).message) : error;
  }
}

/** Longest blob: an RSA_4096 key in PKCS#8, wrapped. */
const room = 8192;

const number = (value: string | undefined) => Buffer.from(value ?? '', 'base64url');

function importPublicKey({ library, session }: Token, spki: Buffer): Handle {
  const jwk = createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({ format: 'jwk' });
  return library.C_CreateObject(
    session,
    template({
      CKA_CLASS: pkcs11.CKO_PUBLIC_KEY,
      CKA_KEY_TYPE: pkcs11.CKK_RSA,
      CKA_TOKEN: false,
      CKA_ENCRYPT: true,
      CKA_WRAP: true,
      CKA_MODULUS: number(jwk.n),
      CKA_PUBLIC_EXPONENT: number(jwk.e),
    }),
  );
}

const rsaNumbers = (jwk: JsonWebKey) => ({
  CKA_MODULUS: number(jwk.n),
  CKA_PUBLIC_EXPONENT: number(jwk.e),
  CKA_PRIVATE_EXPONENT: number(jwk.d),
  CKA_PRIME_1: number(jwk.p),
  CKA_PRIME_2: number(jwk.q),
  CKA_EXPONENT_1: number(jwk.dp),
  CKA_EXPONENT_2: number(jwk.dq),
  CKA_COEFFICIENT: number(jwk.qi),
});

function importRsaKey({ library, session }: Token, pkcs8: Buffer, use: 'unwrap' | 'export'): Handle {
  const jwk = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  return library.C_CreateObject(
    session,
    template({
      CKA_CLASS: pkcs11.CKO_PRIVATE_KEY,
      CKA_KEY_TYPE: pkcs11.CKK_RSA,
      ...readable,
      ...(use === 'unwrap' ? { CKA_DECRYPT: true, CKA_UNWRAP: true } : {}),
      ...rsaNumbers(jwk),
    }),
  );
}

/** DER of the named curves' object identifiers. */
const curves: Readonly<Record<string, string>> = {
  'P-256': '06082a8648ce3d030107',
  'P-384': '06052b81040022',
  'P-521': '06052b81040023',
  'secp256k1': '06052b8104000a',
};

function importEcKey({ library, session }: Token, pkcs8: Buffer): Handle {
  const { crv, d } = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  return library.C_CreateObject(
    session,
    template({
      CKA_CLASS: pkcs11.CKO_PRIVATE_KEY,
      CKA_KEY_TYPE: pkcs11.CKK_EC,
      ...readable,
      CKA_EC_PARAMS: Buffer.from(curves[crv ?? ''] ?? '', 'hex'),
      CKA_VALUE: number(d),
    }),
  );
}

function importSecret({ library, session }: Token, material: Buffer): Handle {
  return library.C_CreateObject(
    session,
    template({
      CKA_CLASS: pkcs11.CKO_SECRET_KEY,
      CKA_KEY_TYPE: pkcs11.CKK_GENERIC_SECRET,
      ...readable,
      CKA_VALUE: material,
    }),
  );
}

function importMaterial(token: Token, keySpec: KeySpec, material: Buffer): Handle {
  const row = keySpecRow(keySpec);
  if (row.kind === 'rsa') return importRsaKey(token, material, 'export');
  if (row.kind === 'ec' && keySpec !== 'SM2') return importEcKey(token, material);
  if (isRaw(row)) return importSecret(token, material);
  throw new Unavailable(`keys of ${keySpec} cannot be put on a token by standard mechanisms`);
}

/** RFC 5649, by the mechanism that says so, else by the one that means it on many tokens. */
function kwpMechanism({ mechanisms }: Token): Mechanism {
  const mechanism = [pkcs11.CKM_AES_KEY_WRAP_KWP, pkcs11.CKM_AES_KEY_WRAP_PAD].find((one) =>
    mechanisms.has(one),
  );
  if (mechanism === undefined) throw new Unavailable('the token has no AES key wrap with padding');
  return { mechanism };
}

function hashOf(algorithm: WrappingAlgorithm): { hash: 'sha1' | 'sha256'; hybrid: boolean } {
  const row = wrappingAlgorithmRow(algorithm);
  const hash = 'hash' in row ? row.hash : undefined;
  if (hash !== 'sha1' && hash !== 'sha256')
    throw new Unavailable(`PKCS#11 has no mechanism for ${algorithm}`);
  return { hash, hybrid: row.scheme === 'rsa-aes-key-wrap' };
}

/** Whether OAEP with a hash can be done at all: tokens differ in how they refuse what they do not have. */
function requireOaep(token: Token, hash: 'sha1' | 'sha256', publicKey: Handle): void {
  if (!token.mechanisms.has(pkcs11.CKM_RSA_PKCS_OAEP))
    throw new Unavailable('the token has no CKM_RSA_PKCS_OAEP');
  try {
    const { library, session } = token;
    library.C_WrapKey(
      session,
      token.oaep(hash),
      publicKey,
      importSecret(token, Buffer.alloc(32, 1)),
      Buffer.alloc(room),
    );
  } catch (error) {
    throw new Unavailable(`the token does not do RSAES-OAEP with ${hash}: ${(error as Error).message}`);
  }
}

/** Unwraps into a secret key that can be read: said in full, or, where that is not taken, left to the token's defaults. */
function unwrapSecret(
  { library, session }: Token,
  mechanism: Mechanism,
  under: Handle,
  wrapped: Buffer,
  keyType: 'CKK_GENERIC_SECRET' | 'CKK_AES',
): { readonly key: Handle; readonly value: Buffer } {
  const least = {
    CKA_CLASS: pkcs11.CKO_SECRET_KEY,
    CKA_KEY_TYPE: pkcs11[keyType],
    CKA_TOKEN: false,
    ...(keyType === 'CKK_AES' ? { CKA_UNWRAP: true } : {}),
  };
  const unwrap = (attributes: object) =>
    library.C_UnwrapKey(session, mechanism, under, wrapped, template(attributes));
  const key = ofThisKind(() => {
    try {
      return unwrap({ ...least, ...readable });
    } catch (error) {
      if (!/^CKR_(?:ATTRIBUTE|TEMPLATE)_/.test((error as Error).message)) throw error;
      return unwrap(least);
    }
  });
  const [attribute] = library.C_GetAttributeValue(session, key, [{ type: pkcs11.CKA_VALUE }]);
  return { key, value: attribute?.value ?? Buffer.alloc(0) };
}

/** Opens a blob on the token with a private key that is put there for it. */
export function unwrapOnToken(
  token: Token,
  algorithm: WrappingAlgorithm,
  pkcs8: Buffer,
  blob: Buffer,
): Buffer {
  const { oaep } = token;
  const { hash, hybrid } = hashOf(algorithm);
  const spki = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  requireOaep(token, hash, importPublicKey(token, spki.export({ format: 'der', type: 'spki' })));
  const kwp = hybrid ? kwpMechanism(token) : undefined;
  const privateKey = importRsaKey(token, pkcs8, 'unwrap');
  if (kwp === undefined) return unwrapSecret(token, oaep(hash), privateKey, blob, 'CKK_GENERIC_SECRET').value;
  const k = (spki.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const kek = unwrapSecret(token, oaep(hash), privateKey, blob.subarray(0, k), 'CKK_AES');
  if (kek.value.length !== 32) throw new Error('the AES key is not 32 bytes long');
  return unwrapSecret(token, kwp, kek.key, blob.subarray(k), 'CKK_GENERIC_SECRET').value;
}

/** Exports key material from the token as an operator would: it is put there first, and leaves wrapped. */
export function wrapOnToken(
  token: Token,
  {
    algorithm,
    keySpec,
    spki,
    material,
  }: { algorithm: WrappingAlgorithm; keySpec: KeySpec; spki: Buffer; material: Buffer },
): Buffer {
  const { library, session, oaep } = token;
  const { hash, hybrid } = hashOf(algorithm);
  const publicKey = importPublicKey(token, spki);
  requireOaep(token, hash, publicKey);
  const kwp = hybrid ? kwpMechanism(token) : undefined;
  const key = ofThisKind(() => importMaterial(token, keySpec, material));
  const wrap = (mechanism: Mechanism, under: Handle, what: Handle) =>
    ofThisKind(() => Buffer.from(library.C_WrapKey(session, mechanism, under, what, Buffer.alloc(room))));
  if (kwp === undefined) return wrap(oaep(hash), publicKey, key);
  const kek = library.C_GenerateKey(
    session,
    { mechanism: pkcs11.CKM_AES_KEY_GEN },
    template({ CKA_VALUE_LEN: 32, CKA_WRAP: true, ...readable }),
  );
  return Buffer.concat([wrap(oaep(hash), publicKey, kek), wrap(kwp, kek, key)]);
}
