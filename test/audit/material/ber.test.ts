import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readBer, tags, type Tlv } from '../../../src/formats/der/tlv.ts';
import { der } from '../../../src/formats/der/write.ts';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';

const endOfContents = Buffer.alloc(2);
const indefinite = (id: number, ...parts: readonly Buffer[]) =>
  Buffer.concat([Buffer.of(id, 0x80), ...parts, endOfContents]);

/** A length in four octets more than the first, whatever it is. */
function longLength(id: number, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([Buffer.of(id, 0x84), length, content]);
}

/** Writes a DER tree anew: constructed elements and strings by `constructed` and `text`, the rest by `primitive`. */
interface Writing {
  readonly constructed: (id: number, ...parts: readonly Buffer[]) => Buffer;
  readonly octets: (content: Buffer) => Buffer;
  readonly primitive: (id: number, content: Buffer) => Buffer;
}

function rewrite(bytes: Buffer, element: Tlv, writing: Writing): Buffer {
  const content = bytes.subarray(element.contentStart, element.contentEnd);
  if (element.children.length > 0)
    return writing.constructed(
      element.id,
      ...element.children.map((child) => rewrite(bytes, child, writing)),
    );
  if (element.id !== tags.octetString) return writing.primitive(element.id, content);
  const { root, failure } = readBer(content);
  const nested = root?.id === tags.sequence && !failure && root.end === content.length ? root : undefined;
  return writing.octets(nested ? rewrite(content, nested, writing) : content);
}

const pieces = (content: Buffer) =>
  Array.from({ length: Math.ceil(content.length / 7) }, (_, at) =>
    der(tags.octetString, content.subarray(7 * at, 7 * at + 7)),
  );

const writings: Readonly<Record<string, Writing>> = {
  'as it is': { constructed: der, octets: (content) => der(tags.octetString, content), primitive: der },
  'indefinite lengths': {
    constructed: indefinite,
    octets: (content) => der(tags.octetString, content),
    primitive: der,
  },
  'strings in pieces': {
    constructed: der,
    octets: (content) => der(0x24, ...pieces(content)),
    primitive: der,
  },
  'strings in pieces of indefinite length': {
    constructed: indefinite,
    octets: (content) => indefinite(0x24, indefinite(0x24, ...pieces(content))),
    primitive: der,
  },
  'long lengths': {
    constructed: (id, ...parts) => longLength(id, Buffer.concat(parts)),
    octets: (content) => longLength(tags.octetString, content),
    primitive: longLength,
  },
};

const pkcs8 = { type: 'pkcs8', format: 'der' } as const;
const keys: readonly (readonly [KeySpec, Buffer])[] = [
  ['ECC_NIST_P384', generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey.export(pkcs8)],
  ['RSA_2048', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pkcs8)],
];

describe.each(keys)('%s in BER, which KMS documents that it accepts', (keySpec, sound) => {
  const { root } = readBer(sound);
  it.each(Object.entries(writings))('%s', (name, writing) => {
    const written = rewrite(sound, root!, writing);
    const { findings, fingerprints, observed } = lintMaterial(written, { keySpec, partition: 'aws' });
    const sameKey = lintMaterial(sound, { keySpec, partition: 'aws' }).fingerprints;
    expect(fingerprints).toEqual(sameKey);
    const asItIs = name === 'as it is';
    expect(findings.map(({ id }) => id)).toEqual(asItIs ? [] : ['der-not-canonical']);
    expect(observed.encoding).toBe(asItIs ? 'pkcs8-der' : 'pkcs8-ber');
    expect(written.equals(sound)).toBe(asItIs);
  });
});
