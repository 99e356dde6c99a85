import type { Structure } from '../keys/facts.ts';
import type { TextLayer } from '../text/layers.ts';

/** First bytes of binary formats that carry private keys, or that are taken for them. */
const magic: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('openssh-key-v1\0', 'latin1'), 'an OpenSSH private key'],
  [Buffer.from('feedfeed', 'hex'), 'a Java key store (JKS)'],
  [Buffer.from('cececece', 'hex'), 'a Java key store (JCEKS)'],
  [Buffer.from('0702000000a40000', 'hex'), 'a Microsoft PRIVATEKEYBLOB'],
  [Buffer.from('0602000000a40000', 'hex'), 'a Microsoft PUBLICKEYBLOB'],
  [Buffer.from('RSA2', 'latin1'), 'a Windows CNG private key blob'],
  [Buffer.from('RSA3', 'latin1'), 'a Windows CNG private key blob'],
  [Buffer.from('ECS2', 'latin1'), 'a Windows CNG private key blob'],
  [Buffer.from('ECS4', 'latin1'), 'a Windows CNG private key blob'],
  [Buffer.from('ECS6', 'latin1'), 'a Windows CNG private key blob'],
  [Buffer.from('ECK2', 'latin1'), 'a Windows CNG private key blob'],
];

/** Beginnings of text formats of the same sort. */
const headings: readonly (readonly [RegExp, Structure])[] = [
  [/^PuTTY-User-Key-File-/, { form: 'container', what: 'a PuTTY private key' }],
  [/^AGE-SECRET-KEY-/, { form: 'container', what: 'an age identity' }],
  [
    /^\s*(?:<\?xml[^>]*>\s*)?<RSAKeyValue>[^]*<D>/,
    { form: 'container', what: 'an XML RSAKeyValue with private key' },
  ],
  [
    /^\s*(?:<\?xml[^>]*>\s*)?<RSAKeyValue>/,
    { form: 'public', what: 'an XML RSAKeyValue without private key' },
  ],
  [/^---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/, { form: 'container', what: 'an SSH2 private key' }],
  [/^---- BEGIN SSH2 PUBLIC KEY ----/, { form: 'public', what: 'an SSH2 public key' }],
  [/^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+) AAAA/, { form: 'public', what: 'an OpenSSH public key' }],
];

/** A binary format known by its first bytes. */
export function readMagic(bytes: Buffer): Structure | undefined {
  const found = magic.find(([head]) => bytes.subarray(0, head.length).equals(head));
  return found && { form: 'container', what: found[1] };
}

/** A text format, other than PEM and JWK, known by its beginning. */
export function readHeading(text: string): Structure | undefined {
  return headings.find(([heading]) => heading.test(text))?.[1];
}

/** What a PEM label says of content that its bytes do not say (RFC 1421 encryption, OpenPGP armour). */
export function readLabel(layer: TextLayer): Structure | undefined {
  if (layer.encrypted)
    return { form: 'encrypted', what: `an encrypted ${layer.label ?? 'key'} (RFC 1421 headers)` };
  return layer.label?.startsWith('PGP ')
    ? { form: 'container', what: `an OpenPGP block (${layer.label})` }
    : undefined;
}
