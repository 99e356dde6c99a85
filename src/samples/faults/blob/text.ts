import { change, soundBlob, visible } from './parts.ts';
import type { Fault } from './types.ts';

const text = (encode: (blob: Buffer) => string) => change((blob) => Buffer.from(encode(blob)));
const lines = (digits: string, width: number, end = '\n') =>
  digits.replaceAll(new RegExp(`.{1,${width}}`, 'g'), `$&${end}`);
const pem = (blob: Buffer) =>
  `-----BEGIN MESSAGE-----\n${lines(blob.toString('base64'), 64)}-----END MESSAGE-----\n`;

/** As `xxd` prints it. */
function dump(blob: Buffer): string {
  const rows: string[] = [];
  for (let at = 0; at < blob.length; at += 16) {
    const row = blob.subarray(at, at + 16);
    const hex = lines(row.toString('hex'), 4, ' ').trimEnd();
    const characters = row.toString('latin1').replaceAll(/[^ -~]/g, '.');
    rows.push(`${at.toString(16).padStart(8, '0')}: ${hex.padEnd(39)}  ${characters}`);
  }
  return `${rows.join('\n')}\n`;
}

/** As `hexdump -C` prints it. */
function canonicalDump(blob: Buffer): string {
  const rows: string[] = [];
  for (let at = 0; at < blob.length; at += 16) {
    const row = [...blob.subarray(at, at + 16)].map((byte) => byte.toString(16).padStart(2, '0'));
    const hex = `${row.slice(0, 8).join(' ')}  ${row.slice(8).join(' ')}`.padEnd(48);
    const characters = blob.toString('latin1', at, at + 16).replaceAll(/[^ -~]/g, '.');
    rows.push(`${at.toString(16).padStart(8, '0')}  ${hex}  |${characters}|`);
  }
  return `${rows.join('\n')}\n${blob.length.toString(16).padStart(8, '0')}\n`;
}

const utf16 = (blob: Buffer) =>
  Buffer.from(`\ufeff${blob.toString('latin1').replaceAll('\n', '\r\n')}`, 'utf16le');

/** Files that hold nothing, or the blob as text. */
export const textFaults: readonly Fault[] = visible([
  { id: 'blob-empty', name: 'empty', make: () => Buffer.alloc(0) },
  { id: 'blob-pem', name: 'pem', make: text(pem) },
  { id: 'blob-base64', name: 'base64-one-line', make: text((blob) => blob.toString('base64')) },
  { id: 'blob-base64', name: 'base64-wrapped', make: text((blob) => lines(blob.toString('base64'), 64)) },
  { id: 'blob-base64', name: 'base64-url-safe', make: text((blob) => blob.toString('base64url')) },
  {
    id: 'blob-base64',
    name: 'base64-crlf',
    make: text((blob) => lines(blob.toString('base64'), 76, '\r\n')),
  },
  { id: 'blob-hex', name: 'hex', make: text((blob) => blob.toString('hex')) },
  { id: 'blob-hex', name: 'hex-upper-case', make: text((blob) => `${blob.toString('hex').toUpperCase()}\n`) },
  {
    id: 'blob-hex',
    name: 'hex-colons',
    make: text((blob) => lines(blob.toString('hex'), 2, ':').slice(0, -1)),
  },
  { id: 'blob-hex', name: 'hex-xxd-plain', make: text((blob) => lines(blob.toString('hex'), 60)) },
  { id: 'blob-hex', name: 'hex-xxd', make: text(dump) },
  { id: 'blob-hex', name: 'hex-hexdump', make: text(canonicalDump) },
  {
    id: 'blob-json',
    name: 'json-base64',
    make: text((blob) => JSON.stringify({ KeyId: 'example', EncryptedKeyMaterial: blob.toString('base64') })),
  },
  {
    id: 'blob-json',
    name: 'json-nested-url-safe',
    make: text((blob) =>
      JSON.stringify({ header: { alg: 'dir' }, ciphertext: blob.toString('base64url') }, null, 2),
    ),
  },
  {
    id: 'blob-json',
    name: 'json-hex',
    make: text((blob) => JSON.stringify({ wrapped: blob.toString('hex') })),
  },
  { id: 'blob-json', name: 'json-buffer', make: text((blob) => JSON.stringify(blob)) },
  { id: 'blob-text-mangled', name: 'utf16-little-endian', make: change(utf16) },
  { id: 'blob-text-mangled', name: 'utf16-big-endian', make: change((blob) => utf16(blob).swap16()) },
  {
    id: 'blob-text-mangled',
    name: 'utf8-replacement',
    make: text((blob) => blob.toString('utf8')),
  },
  { id: 'blob-text-mangled', name: 'latin1-as-utf8', make: text((blob) => blob.toString('latin1')) },
  {
    id: 'blob-text-mangled',
    name: 'ascii-question-marks',
    make: change((blob) => blob.map((byte) => (byte < 0x80 ? byte : 0x3f)) as Buffer),
  },
]);

/** Files that hold something other than a blob. */
export const noBlobFaults: readonly Fault[] = visible([
  {
    id: 'blob-openssl-salted',
    name: 'salted',
    make: ({ random, material }) => Buffer.concat([Buffer.from('Salted__'), random(24 + material.length)]),
  },
  { id: 'blob-plaintext', name: 'plaintext', make: ({ material }) => Buffer.from(material) },
  {
    id: 'blob-plaintext',
    name: 'plaintext-base64',
    make: ({ material }) => Buffer.from(`${material.toString('base64')}\n`),
  },
  {
    id: 'blob-plaintext',
    name: 'plaintext-hex',
    make: ({ material }) => Buffer.from(material.toString('hex')),
  },
  {
    id: 'blob-plaintext',
    name: 'plaintext-pem',
    applies: ({ material }) => material[0] === 0x30,
    make: ({ material }) =>
      Buffer.from(
        `-----BEGIN PRIVATE KEY-----\n${lines(material.toString('base64'), 64)}-----END PRIVATE KEY-----\n`,
      ),
  },
]);

/** A conversion that takes the private key to be told apart. */
export const lineEndConversionFaults: readonly Fault[] = [
  {
    id: 'blob-text-mangled',
    name: 'lf-to-crlf',
    make: (input) => {
      // A blob without LF would come through unchanged.
      let blob = soundBlob(input);
      while (!blob.includes(0x0a) || blob.includes('\r\n')) blob = soundBlob(input);
      return Buffer.from(blob.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
    },
    applies: ({ key }) => key.kind === 'rsa',
  },
];
