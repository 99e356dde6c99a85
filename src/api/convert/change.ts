import type { Format } from '../../tables/formats.ts';
import type { Completed } from '../../crypto/rsa-completion.ts';

/** What was changed of the content, beyond taking layers off. */
export type Change =
  | { readonly kind: 'form'; readonly from: 'pkcs1' | 'sec1' | 'raw-scalar' | 'jwk' | Format }
  | { readonly kind: 'decrypted'; readonly format: Format }
  | { readonly kind: 'public-key-added' }
  | {
      readonly kind: 'curve-named';
      readonly from: 'explicit' | 'absent';
      readonly proof: 'public-key' | 'key-spec' | 'parameters';
    }
  | { readonly kind: 'algorithm'; readonly from: string }
  | { readonly kind: 'pkcs8-version'; readonly from: number }
  | { readonly kind: 'ec-version'; readonly from: number }
  | { readonly kind: 'attributes-dropped' }
  | { readonly kind: 'scalar-padded'; readonly bytes: number }
  | { readonly kind: 'scalar-shortened'; readonly bytes: number }
  | { readonly kind: 'completed'; readonly what: Completed }
  | { readonly kind: 'line-break-dropped' }
  | { readonly kind: 'trailing-dropped'; readonly bytes: number }
  | { readonly kind: 'encoded-again' };

const completed: Readonly<Record<Completed, string>> = {
  'exponent': 'the public exponent was recovered from modulus and private exponent',
  'private-exponent': 'the private exponent was computed from the primes',
  'primes': 'primes and CRT values were recovered from modulus and exponents',
  'crt': 'CRT values were computed from the primes',
};

const proofs = {
  'public-key': 'its public key proves it',
  'key-spec': 'it is the curve of the key spec',
  'parameters': 'the parameters are its own',
} as const;

/** A change in words. @param nameOf the name of a format */
export function describeChange(change: Change, nameOf: (format: Format) => string): string {
  switch (change.kind) {
    case 'form':
      return `written as PKCS#8, from ${fromOf(change.from, nameOf)}`;
    case 'decrypted':
      return `decrypted, from ${nameOf(change.format)}`;
    case 'public-key-added':
      return 'the public key, which was left out, was added';
    case 'curve-named':
      return `the curve was named in place of ${change.from === 'explicit' ? 'explicit parameters' : 'missing parameters'}: ${proofs[change.proof]}`;
    case 'algorithm':
      return `the algorithm identifier ${change.from} was replaced by the usual one`;
    case 'pkcs8-version':
      return `PKCS#8 version ${change.from} became version 0`;
    case 'ec-version':
      return `ECPrivateKey version ${change.from} became version 1`;
    case 'attributes-dropped':
      return 'attributes were left out';
    case 'scalar-padded':
      return `the scalar had ${change.bytes} bytes and was padded with leading zeros; if a digit was lost instead, it is another key: compare the public key`;
    case 'scalar-shortened':
      return `the scalar had ${change.bytes} bytes and lost leading zeros`;
    case 'completed':
      return completed[change.what];
    case 'line-break-dropped':
      return 'a line break at the end was left out';
    case 'trailing-dropped':
      return `${change.bytes} bytes after the end were left out`;
    case 'encoded-again':
      return 'written again in DER as OpenSSL writes it';
  }
}

const forms: Readonly<Record<'pkcs1' | 'sec1' | 'raw-scalar' | 'jwk', string>> = {
  'pkcs1': 'RSAPrivateKey (PKCS#1)',
  'sec1': 'ECPrivateKey (SEC1)',
  'raw-scalar': 'a bare scalar',
  'jwk': 'a JSON Web Key',
};

const isForm = (from: string): from is keyof typeof forms => Object.hasOwn(forms, from);

const fromOf = (from: Extract<Change, { kind: 'form' }>['from'], nameOf: (format: Format) => string) =>
  isForm(from) ? forms[from] : nameOf(from);
