import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { textLayer } from '../../src/audit/facts/text-forms.ts';

const blob = Buffer.concat([randomBytes(400), Buffer.from('ab  cd | 12 > 34')]);
const base64 = blob.toString('base64');
const hex = blob.toString('hex');
const has = (command: string) => {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`]);
    return true;
  } catch {
    return false;
  }
};

const written: readonly [string, string, string][] = [
  ['base64', 'base64 with spaces at the ends', `  ${base64}\n\n`],
  ['base64', 'base64 in quotes', `"${base64}"\n`],
  ['base64', 'base64 without padding', base64.replace(/=+$/, '')],
  ['base64', 'base64 as a data URL', `data:application/octet-stream;base64,${base64}`],
  ['base64', 'base64 behind a name', `EncryptedKeyMaterial: ${base64}\n`],
  ['hex', 'hex with 0x in front', `0x${hex}`],
  ['hex', 'hex behind a name', `blob=${hex};`],
  ['hex', 'bytes with spaces', hex.replaceAll(/../g, '$& ')],
  ['hex', 'a C array', `unsigned char blob[] = {\n${hex.replaceAll(/../g, '0x$&, ')}\n};`],
  ['hex', 'escapes', `b'${hex.replaceAll(/../g, '\\x$&')}'`],
  ['json', 'JSON in an array', JSON.stringify([{ id: 1 }, { wrapped_key: base64 }])],
  [
    'json',
    'JSON beside an import token',
    JSON.stringify({ ImportToken: randomBytes(900).toString('base64'), EncryptedKeyMaterial: base64 }),
  ],
  [
    'json',
    'JSON with PEM inside',
    JSON.stringify({ data: `-----BEGIN X-----\n${base64}\n-----END X-----\n` }),
  ],
  [
    'pem',
    'PEM with headers and without a last line end',
    `-----BEGIN X-----\nA: b\n\n${base64}\n-----END X-----`,
  ],
];

describe('text forms give the bytes back', () => {
  for (const [form, title, text] of written)
    test(`reads ${title}`, () => {
      expect(textLayer(Buffer.from(text))).toMatchObject({ form, inner: blob });
      expect(textLayer(Buffer.from(`\ufeff${text}`, 'utf16le'))).toMatchObject({ form, inner: blob });
      expect(textLayer(Buffer.from(`\ufeff${text}`, 'utf8'))).toMatchObject({ form, inner: blob });
    });
});

const dumpers = [
  'xxd',
  'xxd -u',
  'xxd -p',
  'xxd -i',
  'xxd -c 32',
  'xxd -g 1',
  'xxd -g 4',
  'od -An -tx1 -v',
  'od -tx1 -v',
  'od -tx1z -v',
  'od -x -v',
  'hexdump -v',
  'hexdump -C -v',
  'base64',
  'base64 -w0',
  'openssl base64',
  'basenc --base64url',
];

describe('what dump commands print is read back', () => {
  for (const command of dumpers)
    test.skipIf(!has(command.split(' ')[0]!))(`${command} (skipped where the command is missing)`, () => {
      for (const bytes of [blob, blob.subarray(0, 256), blob.subarray(0, 295), blob.subarray(0, 33)]) {
        const text = execFileSync('sh', ['-c', command], { input: bytes });
        expect(textLayer(text)?.inner).toEqual(bytes);
      }
    });
});

describe('text that went through a console', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

  test('Latin-1 and code page 437 in UTF-16 come back, replacement characters do not', () => {
    expect(textLayer(utf16(blob.toString('latin1')))).toMatchObject({ form: 'mangled', inner: blob });
    expect(textLayer(utf16(blob.toString('utf8')))).toMatchObject({ form: 'mangled', inner: undefined });
    const decoder = new TextDecoder('windows-1252');
    expect(textLayer(utf16(decoder.decode(blob)))).toMatchObject({ form: 'mangled', inner: blob });
    expect(textLayer(Buffer.from(decoder.decode(blob)))).toMatchObject({ form: 'mangled', inner: blob });
  });
});

test('random bytes are no text, whatever their length', () => {
  for (let i = 0; i < 2000; i++) expect(textLayer(randomBytes(32 + (i % 400)))).toBeUndefined();
});

test('prose is no blob', () => {
  const prose = 'error: the key could not be exported\nplease try again later\n';
  expect(textLayer(Buffer.from(prose))).toBeUndefined();
});
