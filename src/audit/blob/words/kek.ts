import type { KekCandidate, KekWay } from '../facts/keks.ts';
import type { KeyForm } from '../facts/kek-text.ts';

const forms: Readonly<Record<KeyForm, string>> = {
  'hex': 'hexadecimal text of the AES key',
  'pem': 'PEM of the AES key',
  'base64': 'base64 text of the AES key',
  'jwk': 'a JSON Web Key of the AES key',
  'decimal': 'decimal text of the AES key',
  'line-end': 'the AES key with a line end',
  'octet-string': 'an OCTET STRING of the AES key',
  'signed-integer': 'the AES key as an integer with a sign byte',
};

const texts: Readonly<Record<Extract<KekWay, { via: 'characters' }>['of'], string>> = {
  'hexadecimal': 'hexadecimal text',
  'upper-case-hexadecimal': 'upper-case hexadecimal text',
  'base64': 'base64 text',
};

const patterns: Readonly<
  Record<Exclude<Extract<KekWay, { via: 'degenerate' }>['pattern'], 'zeros'>, string>
> = {
  'one-value': 'one byte value repeated',
  'counting': 'bytes that count up or down',
  'digits': 'digits in order',
};

/** How the AES key came about, without a byte of it. */
export function describeKek({ kek, way }: KekCandidate): string {
  switch (way.via) {
    case 'whole':
      return `${kek.length} bytes`;
    case 'decoded':
      return `the RSA block contains ${forms[way.form]}${way.wide ? ' in UTF-16' : ''}${way.filled ? ', used with zeros after it' : ''}`;
    case 'characters':
      return `the wrap uses ${way.count} characters of the ${texts[way.of]} of what the RSA block contains`;
    case 'digest':
      return way.of === 'bytes'
        ? 'the wrap uses the SHA-256 digest of what the RSA block contains'
        : 'the wrap uses the SHA-256 digest of its hexadecimal text';
    case 'reversed':
      return 'the wrap uses the bytes in reverse order';
    case 'filled':
      return way.zeros === 'before'
        ? `zeros and ${way.bytes} bytes after them`
        : `${way.bytes} bytes and zeros after them, ${way.to} in all`;
    case 'part': {
      const part = `the ${way.from === 'start' ? 'first' : 'last'} ${way.count} of ${way.of} bytes`;
      return way.filled ? `${part}, zeros after them` : part;
    }
    case 'digits-lost':
      return 'leading zero digits lost, zeros after the rest';
    case 'degenerate':
      return way.pattern === 'zeros' ? `${kek.length} zero bytes` : patterns[way.pattern];
  }
}
