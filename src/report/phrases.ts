import type { AuditResult, Observed, ReferenceComparison } from '../audit/result.ts';
import { hashes, isHashName } from '../tables/hashes.ts';
import type { Fact } from './model.ts';

const hash = (name: string) => (isHashName(name) ? hashes[name].title : name);

const paddings: Readonly<Record<string, string>> = {
  oaep: 'RSAES-OAEP',
  pkcs1v15: 'PKCS#1 v1.5 padding',
  none: 'RSA without padding',
  sm2: 'SM2 encryption',
};
const wraps: Readonly<Record<string, string>> = {
  'kwp': 'AES-KWP (RFC 5649)',
  'kw': 'AES-KW (RFC 3394)',
  'kw-pkcs7': 'AES-KW over PKCS#7 padding',
};
const encodings: Readonly<Record<string, string>> = {
  'raw': 'raw bytes',
  'pkcs8-der': 'PKCS#8 DER',
  'pkcs8': 'PKCS#8 DER',
  'pkcs8-ber': 'PKCS#8 BER',
  'pem': 'PEM',
  'pkcs1': 'PKCS#1',
  'sec1': 'SEC1 ECPrivateKey',
};

/** Undefined where another field says it already. */
type Phrase = (value: string) => string | undefined;

/** How a field of `observed` reads in a sentence. A field without a row is shown under its own name. */
const phrases: Readonly<Record<string, Phrase>> = {
  padding: (value) => paddings[value] ?? value,
  oaepHash: (value) => `OAEP hash ${hash(value)}`,
  mgf1Hash: (value) => `MGF1 hash ${hash(value)}`,
  label: (value) => (value === '' ? 'empty label' : `label ${value} (hex)`),
  labelEmpty: (value) => (value === 'true' ? undefined : 'a label that is not empty'),
  scheme: (value) => (value === 'rsa-aes-key-wrap' ? 'RSA and AES key wrap' : undefined),
  blobEncoding: (value) => `blob as ${value}`,
  sm2Form: (value) => `SM2 ciphertext form ${value}`,
  kekBits: (value) => `${value}-bit AES key`,
  kw: (value) => wraps[value] ?? value,
  encoding: (value) => encodings[value] ?? value,
  keySpec: (value) => value,
  curve: (value) => `curve ${value}`,
  modulusBits: (value) => `${value}-bit modulus`,
  publicExponent: (value) => `public exponent ${value}`,
  materialBytes: (value) => `${value} bytes of key material`,
};

/** What was really used, as one line; undefined when nothing could be seen. */
export function observedText(observed: Observed): string | undefined {
  const parts = Object.entries(observed).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const phrase = phrases[name];
    const said = phrase === undefined ? `${name} ${value}` : phrase(String(value));
    return said === undefined ? [] : [said];
  });
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** What was expected and what was seen, as far as either is known. */
export function auditFacts({
  expected,
  observed,
}: Pick<AuditResult, 'expected' | 'observed'>): readonly Fact[] {
  const { partition, keySpec, wrappingAlgorithm, wrappingKeySpec } = expected;
  const wrapped = wrappingAlgorithm === undefined ? undefined : `wrapped by ${wrappingAlgorithm}`;
  const under = wrappingKeySpec === undefined ? undefined : `under ${wrappingKeySpec}`;
  const where = partition === undefined ? undefined : `in partition ${partition}`;
  const wanted = [keySpec, wrapped, under, where].filter((part) => part !== undefined).join(' ');
  const seen = observedText(observed);
  return [
    ...(wanted === '' ? [] : [{ name: 'expected', value: wanted }]),
    ...(seen === undefined ? [] : [{ name: 'observed', value: seen }]),
  ];
}

/** What a reference is called beside its path. */
export const referenceNames: Readonly<Record<ReferenceComparison['kind'], string>> = {
  'material': 'reference',
  'blob': 'reference blob',
  'public-key': 'reference public key',
};
