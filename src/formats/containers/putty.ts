import type { KeyFacts } from '../keys/facts.ts';
import { readPuttyNumbers } from './ssh-keys.ts';
import { SshReader } from './ssh-wire.ts';

/** The private key of a PuTTY file (appendix C of its manual) that no passphrase protects. */
export function readPutty(text: string): KeyFacts | undefined {
  const lines = text.split(/\r\n|\r|\n/);
  const publicBlob = blobOf(lines, 'Public-Lines');
  const privateBlob = blobOf(lines, 'Private-Lines');
  return publicBlob && privateBlob && readPuttyNumbers(new SshReader(publicBlob), new SshReader(privateBlob));
}

/** Most lines of base64 that are read: an RSA key of 16384 bits has about 150. */
const mostLines = 512;

function blobOf(lines: readonly string[], name: string): Buffer | undefined {
  const at = lines.findIndex((line) => line.startsWith(`${name}:`));
  const count = Number(lines[at]?.slice(name.length + 1));
  if (at < 0 || !Number.isInteger(count) || count < 1 || count > mostLines) return undefined;
  return Buffer.from(lines.slice(at + 1, at + 1 + count).join(''), 'base64');
}
