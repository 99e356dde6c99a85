import { loadWrappingPublicKey, readPrivateKey, readPublicKey } from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import { longest } from '../tables/api-model.ts';
import type { WrappingAlgorithm, WrappingKeySpec } from '../tables/wrapping.ts';
import { malformed, own, readJson, type Named } from './json.ts';
import { parseKeyName, type KeyName } from './key-name.ts';
import { wrappingKeyInfo } from './wrapping-key-info.ts';
import { readValidTo, timeLeft } from './validity.ts';

/** What GetParametersForImport handed out, checked as far as it can be seen. */
export interface ImportParameters {
  readonly key?: KeyName;
  readonly importToken: Buffer;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  readonly wrappingKeySpec: WrappingKeySpec;
  readonly validTo?: Date;
  /** Known from the console's README alone: the API's answer does not say it. */
  readonly wrappingAlgorithm?: WrappingAlgorithm;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** The parts before they are held against each other. */
export interface Parts {
  readonly key?: KeyName;
  readonly importToken: Buffer;
  readonly publicKey: Buffer;
  readonly validTo?: Date;
  readonly wrappingAlgorithm?: WrappingAlgorithm;
  readonly warnings?: readonly string[];
}

const named: Named = {
  what: 'the parameters file',
  hint: 'it is what aws kms get-parameters-for-import prints with --output json and without --query: KeyId, ImportToken, PublicKey and ParametersValidTo',
};

function isPublicKey(bytes: Buffer): boolean {
  try {
    return readPublicKey(bytes).kind !== 'other';
  } catch {
    return false;
  }
}

function isPrivateKey(bytes: Buffer): boolean {
  try {
    readPrivateKey(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Base64 text in place of bytes: a token or public key is long enough that its bytes never look so. */
export function fromBase64(bytes: Buffer): { readonly bytes: Buffer; readonly decoded: boolean } {
  const text = bytes.toString('latin1').trim();
  const decoded = text.length >= 100 && /^"?[A-Za-z0-9+/\s]+={0,2}"?$/.test(text);
  return { bytes: decoded ? Buffer.from(text.replaceAll('"', ''), 'base64') : bytes, decoded };
}

/** What stands where the import token is expected, if it is seen to be no token: the tokens of KMS are some hundred opaque bytes. */
function insteadOfToken(bytes: Buffer): string | undefined {
  if (isPublicKey(bytes)) return 'a public key';
  if (isPrivateKey(bytes)) return 'a private key';
  const text = bytes.toString('latin1');
  return bytes.length >= 100 && /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)
    ? 'base64 text, to be decoded once more,'
    : undefined;
}

function requireSize(name: string, bytes: Buffer, max: number): void {
  if (bytes.length < 1 || bytes.length > max)
    throw malformed(named, `has ${name} of ${bytes.length} bytes; KMS gives 1 to ${max}`);
}

/**
 * Holds the parts against each other.
 * @param now milliseconds since 1970
 * @throws `ERR_PARAMETERS` when they are swapped, the same, expired or too long; `ERR_PUBLIC_KEY` for a public key
 *   that KMS does not hand out
 */
export function checkParts(parts: Parts, now: number): ImportParameters {
  const { importToken, publicKey, validTo } = parts;
  requireSize('a PublicKey', publicKey, longest.publicKey);
  requireSize('an ImportToken', importToken, longest.importToken);
  if (importToken.equals(publicKey))
    throw malformed(named, 'has the same bytes as public key and as import token');
  const other = insteadOfToken(importToken);
  if (other !== undefined)
    throw malformed(
      named,
      other === 'a public key' && !isPublicKey(publicKey)
        ? 'has public key and import token exchanged'
        : `has ${other} where the import token is expected`,
    );
  const key = loadWrappingPublicKey(publicKey);
  const info = wrappingKeyInfo(key);
  const left = validTo === undefined ? undefined : timeLeft(validTo, now);
  return {
    ...parts,
    publicKey: info,
    wrappingKeySpec: key.wrappingKeySpec,
    notes: left === undefined || left.warning !== undefined ? [] : [left.note],
    warnings: [
      parts.warnings ?? [],
      info.equals(publicKey)
        ? []
        : 'the public key is not written as KMS hands it out (DER of SubjectPublicKeyInfo, nothing after it); it was written anew',
      left === undefined
        ? 'these parameters do not say when they expire: KMS refuses them 24 hours after they were handed out'
        : (left.warning ?? []),
    ].flat(),
  };
}

const base64Form = /^[A-Za-z0-9+/]+={0,2}$/;

/** Base64 as the AWS CLI prints it; line breaks are taken out, anything else is refused. */
function base64(document: unknown, name: string): Buffer {
  const value = own(document, name);
  if (value === undefined) throw malformed(named, `has no ${name}`);
  const text = typeof value === 'string' ? value.replaceAll(/\s/g, '') : '';
  if (!base64Form.test(text) || text.length % 4 === 1)
    throw malformed(named, `has ${name === 'ImportToken' ? 'an' : 'a'} ${name} that is not base64`);
  return Buffer.from(text, 'base64');
}

/**
 * The JSON document of `aws kms get-parameters-for-import`.
 * @throws `ERR_PARAMETERS`, `ERR_PUBLIC_KEY`
 */
export function parametersFromJson(bytes: Buffer, now: number): ImportParameters {
  const document = readJson(bytes, named);
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw malformed(named, 'is not a JSON object');
  if (own(document, 'Events') !== undefined || own(document, 'eventName') !== undefined)
    throw new KmsKeywrapError(
      'ERR_PARAMETERS',
      'the parameters file is a CloudTrail event, which carries no key or token',
      {
        hint: 'give it with --cloudtrail-event, and the answer of get-parameters-for-import with --parameters',
      },
    );
  const keyId = own(document, 'KeyId');
  const key = typeof keyId === 'string' ? parseKeyName(keyId) : undefined;
  if (keyId !== undefined && key === undefined)
    throw malformed(named, 'has a KeyId that is neither a key ARN nor a key id');
  const validTo = own(document, 'ParametersValidTo');
  return checkParts(
    {
      importToken: base64(document, 'ImportToken'),
      publicKey: base64(document, 'PublicKey'),
      ...(key === undefined ? {} : { key }),
      ...(validTo === undefined ? {} : { validTo: readValidTo(validTo, named) }),
    },
    now,
  );
}
