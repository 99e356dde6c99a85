import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { textLayer } from '../../../src/audit/blob/facts/text-forms.ts';

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

const lines = (digits: string, width: number, end = '\n') =>
  digits.replaceAll(new RegExp(`.{1,${width}}`, 'g'), `$&${end}`);
const indent = (text: string) => text.replaceAll(/^(?=.)/gm, '    ');

const written: readonly [string, string, string][] = [
  ['base64', 'base64 with spaces at the ends', `  ${base64}\n\n`],
  ['base64', 'base64 in quotes', `"${base64}"\n`],
  ['base64', 'base64 without padding', base64.replace(/=+$/, '')],
  ['base64', 'base64 as a data URL', `data:application/octet-stream;base64,${base64}`],
  ['base64', 'base64 after a name', `EncryptedKeyMaterial: ${base64}\n`],
  ['hex', 'hex with a leading 0x', `0x${hex}`],
  ['hex', 'hex after a name', `blob=${hex};`],
  ['hex', 'bytes with spaces', hex.replaceAll(/../g, '$& ')],
  ['hex', 'a C array', `unsigned char blob[] = {\n${hex.replaceAll(/../g, '0x$&, ')}\n};`],
  ['hex', 'escapes', `b'${hex.replaceAll(/../g, '\\x$&')}'`],
  ['hex', 'hex with an h at its end', `${hex.toUpperCase()}h`],
  ['hex', 'a PostgreSQL bytea', `\\x${hex}\n`],
  ['hex', 'wrapped hex after a title', `Ciphertext (416 bytes):\n${lines(hex, 64)}`],
  ['hex', 'colons after a title', `Wrapped key:\n${indent(lines(hex.replaceAll(/../g, '$&:'), 45))}`],
  ['base64', 'base64 with CR alone between the lines', lines(base64, 64, '\r')],
  ['base64', 'base64 with spaces between the lines', lines(base64, 64, ' ')],
  ['base64', 'base64 with line breaks in escapes', lines(base64, 64, '\\n')],
  ['base64', 'base64 with slashes in escapes', base64.replaceAll('/', '\\/')],
  ['base64', 'base64 in percent signs', encodeURIComponent(base64)],
  ['base64', 'base64 with the zero byte that ends a string', `${base64}\0`],
  ['base64', 'a MIME part', `Content-Transfer-Encoding: base64\r\n\r\n${lines(base64, 76, '\r\n')}`],
  ['base64', 'a YAML block', `id: 1\nciphertext: |\n${indent(lines(base64, 64))}next: 2\n`],
  ['base64', 'an XML element', `<a>\n<ciphertext>\n${lines(base64, 76)}</ciphertext>\n</a>\n`],
  ['base64', 'what uuencode -m writes', `begin-base64 644 blob\n${lines(base64, 60)}====\n`],
  ['json', 'JSON in a string of JSON', JSON.stringify({ body: JSON.stringify({ ciphertext: base64 }) })],
  [
    'json',
    'JSON of a typed array, beside a UUID',
    JSON.stringify({ id: '3f2504e0-4f89-11d3-9a0c-0305e82c3301', bytes: new Uint8Array(blob) }),
  ],
  [
    'json',
    'JSON with a prefix before the base64, beside a UUID',
    JSON.stringify({
      request_id: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
      data: { ciphertext: `vault:v1:${base64}` },
    }),
  ],
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
    it(`reads ${title}`, () => {
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
    it.skipIf(!has(command.split(' ')[0]!))(`${command} (skipped where the command is missing)`, () => {
      for (const bytes of [blob, blob.subarray(0, 256), blob.subarray(0, 295), blob.subarray(0, 33)]) {
        const text = execFileSync('sh', ['-c', command], { input: bytes });
        expect(textLayer(text)?.inner).toEqual(bytes);
      }
    });
});

describe('text that went through a console', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

  it('Latin-1 and code page 437 in UTF-16 come back, replacement characters do not', () => {
    expect(textLayer(utf16(blob.toString('latin1')))).toMatchObject({ form: 'mangled', inner: blob });
    expect(textLayer(utf16(blob.toString('utf8')))).toMatchObject({ form: 'mangled', inner: undefined });
    const decoder = new TextDecoder('windows-1252');
    expect(textLayer(utf16(decoder.decode(blob)))).toMatchObject({ form: 'mangled', inner: blob });
    expect(textLayer(Buffer.from(decoder.decode(blob)))).toMatchObject({ form: 'mangled', inner: blob });
  });

  it('UTF-16 is known without its mark, in either byte order, replacement characters or not', () => {
    for (const text of [new TextDecoder('windows-1252').decode(blob), blob.toString('utf8')]) {
      const bytes = Buffer.from(text, 'utf16le');
      expect(textLayer(bytes)).toMatchObject({ form: 'mangled' });
      expect(textLayer(bytes.swap16())).toMatchObject({ form: 'mangled' });
    }
  });
});

describe('dumps of Windows, the last row of which is short', () => {
  const row = (bytes: Buffer, separator: string) => {
    const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
    return [pairs.slice(0, 8).join(' '), pairs.slice(8).join(' ')].join(separator).padEnd(50);
  };
  const dump = (bytes: Buffer, separator: string) =>
    Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => {
      const part = bytes.subarray(16 * i, 16 * i + 16);
      const characters = part.toString('latin1').replaceAll(/[^ -~]/g, '.');
      return `    ${(16 * i).toString(16).padStart(4, '0')}  ${row(part, separator)} ${characters}\r\n`;
    }).join('');

  it('certutil -encodehex, with a gap in the middle of a row', () => {
    for (const length of [256, 295, 300, 319])
      expect(textLayer(Buffer.from(dump(blob.subarray(0, length), '  ')))?.inner).toEqual(
        blob.subarray(0, length),
      );
  });
});

/** As `repr` of Python 3 writes bytes. */
const repr = (bytes: Buffer) =>
  `b'${Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (byte >= 0x20 && byte < 0x7f) return /['\\]/.test(character) ? `\\${character}` : character;
    const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    return short ?? `\\x${byte.toString(16).padStart(2, '0')}`;
  }).join('')}'`;

it('a literal of Python gives the bytes back, escaped or not', () => {
  const bytes = Buffer.concat([blob, Buffer.from('\n\r\t\'"\\')]);
  expect(textLayer(Buffer.from(repr(bytes)))).toMatchObject({ form: 'hex', inner: bytes });
});

it('random bytes are not text, whatever their length', () => {
  for (let i = 0; i < 2000; i++) expect(textLayer(randomBytes(32 + (i % 400)))).toBeUndefined();
});

it('prose is not a blob', () => {
  const prose = 'error: the key could not be exported\nplease try again later\n';
  expect(textLayer(Buffer.from(prose))).toBeUndefined();
});
