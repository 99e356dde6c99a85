import { isObject, parseJson, type Members } from '../text/json.ts';
import { decode } from './encoded.ts';
import type { EnvelopeFault, Opened } from './types.ts';

const isText = (bytes: Buffer) =>
  bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09);

/** What the format writes in fixed places. */
const schemaVersion = '1.0.0';
const algorithm = 'dir';

const member = (from: unknown, name: string): unknown => (isObject(from) ? from[name] : undefined);

/** The document inside a compact JWS, whose signature is not looked at. */
function payloadOf(text: string): unknown {
  const parts = text.trim().split('.');
  return parts.length === 3
    ? parseJson(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'))
    : undefined;
}

/** `key_hsm` of an answer: of key release, of its signed token, of a key bundle. */
function keyHsmOf(document: unknown): string | undefined {
  const value = member(document, 'value');
  const token = typeof value === 'string' ? payloadOf(value) : undefined;
  for (const from of [document, token]) {
    const response = member(from, 'response') ?? from;
    const places = [member(member(response, 'key'), 'key'), member(response, 'key'), response];
    const found = places.map((place) => member(place, 'key_hsm')).find((one) => typeof one === 'string');
    if (typeof found === 'string') return found;
  }
  return undefined;
}

/**
 * A .byok file (Azure Key Vault, "Bring your own key specification"): JSON with the blob in base64url. The same document in base64url, as
 * the field `key_hsm` has it, and the answers of secure key release are read too.
 */
export function openByok(file: Buffer): Opened {
  const envelope = 'byok';
  if (file.length === 0 || !isText(file.subarray(file[0] === 0xef ? 3 : 0)))
    return { envelope, blob: file, faults: [{ id: 'envelope-shape', why: 'bare' }] };
  const isMarked = file[0] === 0xef;
  const text = file.toString('utf8').replace(/^\ufeff/, '');
  const document = parseJson(text) ?? payloadOf(text);
  if (document === undefined) return fromText(text.trim());
  const keyHsm = keyHsmOf(document);
  if (keyHsm !== undefined) return fromKeyHsm(keyHsm);
  const opened = isObject(document) ? fromDocument(document, 'import') : notByok('other');
  return isMarked
    ? { ...opened, faults: [{ id: 'envelope-shape', why: 'byte-order-mark' }, ...opened.faults] }
    : opened;
}

const notByok = (why: 'not-json' | 'other'): Opened => ({
  envelope: 'byok',
  faults: [{ id: 'envelope-shape', why }],
});

/** Text that is not JSON: the document in base64url, or the blob alone in some text form. */
function fromText(text: string): Opened {
  const inner = decode(text, 'base64url', true);
  const document = inner.bytes && parseJson(inner.bytes.toString('utf8'));
  if (isObject(document)) return fromDocument(document, 'import');
  return inner.bytes === undefined
    ? notByok('not-json')
    : { envelope: 'byok', blob: inner.bytes, faults: [{ id: 'envelope-shape', why: 'not-json' }] };
}

function fromKeyHsm(text: string): Opened {
  const { bytes, faults } = decode(text, 'base64url', false);
  const document = bytes && parseJson(bytes.toString('utf8'));
  if (!isObject(document)) return notByok('other');
  const opened = fromDocument(document, 'release');
  const outside = faults.filter((why) => why !== 'twice');
  return {
    ...opened,
    release: true,
    faults: [
      ...outside.map(
        (why) => ({ id: 'envelope-encoding', at: 'envelope.key_hsm', due: 'base64url', why }) as const,
      ),
      ...opened.faults,
    ],
  };
}

/** One fixed value. */
function fixed(
  at: string,
  value: unknown,
  expected: string,
  id: 'envelope-field' | 'envelope-algorithm',
): EnvelopeFault[] {
  if (value === expected) return [];
  if (value === undefined) return [{ id: 'envelope-field', at, expected: JSON.stringify(expected) }];
  return [{ id, at, expected: JSON.stringify(expected), found: shown(value) }];
}

/** A value that is not a key: short text and the type of anything else. */
const shown = (value: unknown) =>
  typeof value === 'string' && value.length <= 80
    ? JSON.stringify(value)
    : `a value of type ${typeOf(value)}`;
const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

function fromDocument(document: Members, use: 'import' | 'release'): Opened {
  const { header, ciphertext } = document;
  if (header === undefined && ciphertext === undefined) return notByok('other');
  const faults: EnvelopeFault[] = [
    ...fixed('envelope.schema_version', document['schema_version'], schemaVersion, 'envelope-field'),
  ];
  if (!isObject(header))
    faults.push({
      id: 'envelope-field',
      at: 'envelope.header',
      expected: 'an object with kid, alg and enc',
      ...(header === undefined ? {} : { found: shown(header) }),
    });
  else {
    faults.push(...fixed('envelope.header.alg', header['alg'], algorithm, 'envelope-algorithm'));
    if (use === 'import') faults.push(...keyIdFaults(header['kid']));
  }
  const enc = member(header, 'enc');
  const kid = member(header, 'kid');
  const blob = blobOf(ciphertext);
  return {
    envelope: 'byok',
    ...(blob.bytes === undefined ? {} : { blob: blob.bytes }),
    ...(typeof enc === 'string' ? { algorithm: enc } : {}),
    ...(typeof kid === 'string' ? { keyId: kid } : {}),
    faults: [...faults, ...blob.faults],
  };
}

/** `https://VAULT/keys/NAME/VERSION`. */
const completeKeyId = /^https:\/\/[^/\s]+\/keys\/[^/\s]+\/[^/\s]+$/;

function keyIdFaults(kid: unknown): EnvelopeFault[] {
  const at = 'envelope.header.kid';
  if (typeof kid !== 'string' || kid === '')
    return [
      {
        id: 'envelope-field',
        at,
        expected: 'https://VAULT.vault.azure.net/keys/KEK/VERSION',
        ...(kid === undefined ? {} : { found: shown(kid) }),
      },
    ];
  if (completeKeyId.test(kid)) return [];
  const why = /^https:\/\/[^/\s]+\/keys\/[^/\s]+\/?$/.test(kid) ? 'no-version' : 'not-a-url';
  return [{ id: 'envelope-key-id', at, why, found: shown(kid) }];
}

function blobOf(ciphertext: unknown): { bytes?: Buffer; faults: EnvelopeFault[] } {
  const at = 'envelope.ciphertext';
  const expected = 'the blob in base64url';
  if (typeof ciphertext !== 'string')
    return {
      faults: [
        {
          id: 'envelope-field',
          at,
          expected,
          ...(ciphertext === undefined ? {} : { found: shown(ciphertext) }),
        },
      ],
    };
  const { bytes, faults } = decode(ciphertext, 'base64url', false);
  return {
    ...(bytes === undefined ? {} : { bytes }),
    faults: faults.map((why) => ({ id: 'envelope-encoding', at, due: 'base64url', why })),
  };
}

/** The document around a blob, its members in the order of the specification. */
export const writeByok = (blob: Buffer, keyId: string, enc: string, generator: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      schema_version: schemaVersion,
      header: { kid: keyId, alg: algorithm, enc },
      ciphertext: blob.toString('base64url'),
      generator,
    }),
  );
