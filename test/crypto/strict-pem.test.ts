import { expect, it } from 'vitest';
import { fromPem } from '../../src/crypto/strict-pem.ts';

const block = (label: string, body: string, end = label) =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${end}-----\n`;
const read = (text: string) => fromPem(Buffer.from(text), ['PUBLIC KEY', 'PRIVATE KEY'])?.toString('latin1');

it('the first block of a wanted label that begins and ends with it is read, whatever stands around it (RFC 7468, 2)', () => {
  expect(read(`Bag Attributes\n${block('PUBLIC KEY', 'b25l')}${block('PRIVATE KEY', 'dHdv')}`)).toBe('one');
  expect(read(`${block('PUBLIC KEY', 'b25l', 'PRIVATE KEY')}${block('PRIVATE KEY', 'dHdv')}`)).toBe('two');
  expect(read(`${block('EC PARAMETERS', 'b25l')}${block('PRIVATE KEY', 'dHdv')}`)).toBe('two');
  expect(read(block('EC PARAMETERS', block('PRIVATE KEY', 'b25l')))).toBeUndefined();
});

it('a block that does not end, of another label, or encrypted gives nothing', () => {
  expect(read('-----BEGIN PUBLIC KEY-----\nb25l\n')).toBeUndefined();
  expect(read('-----END PUBLIC KEY-----\n-----BEGIN PUBLIC KEY-----\n')).toBeUndefined();
  expect(read(block('CERTIFICATE', 'b25l'))).toBeUndefined();
  expect(read(block('PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED\n\nb25l'))).toBeUndefined();
});

it('a megabyte of lines that begin and never end is looked at once', () => {
  const begins = '-----BEGIN PUBLIC KEY-----\n'.repeat(38_000);
  for (let again = 0; again < 20; again += 1) expect(read(begins)).toBeUndefined();
});
