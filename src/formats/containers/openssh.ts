import type { Structure } from '../keys/facts.ts';
import { readOpensshNumbers } from './ssh-keys.ts';
import { SshReader } from './ssh-wire.ts';

const magic = Buffer.from('openssh-key-v1\0', 'latin1');

/** What stands before the private keys of an OpenSSH file (PROTOCOL.key, 1). */
export interface OpensshFile {
  readonly cipher: string;
  readonly kdf: string;
  readonly kdfOptions: Buffer;
  readonly keys: number;
  /** Private keys, encrypted where the cipher is not `none`. */
  readonly secret: Buffer;
  /** What follows the private keys: the authentication tag of ciphers that have one. */
  readonly tag: Buffer;
}

/** Most keys that one file is believed to hold. */
const mostKeys = 16;

export function readOpensshFile(bytes: Buffer): OpensshFile | undefined {
  if (!bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const reader = new SshReader(bytes.subarray(magic.length));
  const cipher = reader.text();
  const kdf = reader.text();
  const kdfOptions = reader.string();
  const keys = reader.uint32();
  if (cipher === undefined || kdf === undefined || !kdfOptions || keys === undefined || keys > mostKeys)
    return undefined;
  for (let at = 0; at < keys; at += 1) reader.string();
  const secret = reader.string();
  return secret && { cipher, kdf, kdfOptions, keys, secret, tag: reader.rest };
}

/** Private keys in the clear: two equal check integers, then the keys. undefined where the check fails: a wrong passphrase. */
export function readOpensshSecret(secret: Buffer) {
  const reader = new SshReader(secret);
  const check = reader.uint32();
  return check !== undefined && check === reader.uint32() ? readOpensshNumbers(reader) : undefined;
}

/** The private key of OpenSSH's own format, with its numbers where no passphrase protects them. */
export function readOpenssh(bytes: Buffer): Structure | undefined {
  if (!bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const file = readOpensshFile(bytes);
  if (!file) return { form: 'container', format: 'openssh' };
  if (file.cipher !== 'none') return { form: 'encrypted', format: 'openssh-encrypted' };
  const key = file.keys === 1 ? readOpensshSecret(file.secret) : undefined;
  return { form: 'container', format: 'openssh', ...(key ? { key } : {}) };
}
