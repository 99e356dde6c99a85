import type { Structure } from '../keys/facts.ts';
import type { TextLayer } from '../text/layers.ts';

/** First bytes of binary formats that carry private keys, or that are taken for them. */
const magic: readonly (readonly [Buffer, Structure])[] = [
  [Buffer.from('openssh-key-v1\0', 'latin1'), { form: 'container', format: 'openssh' }],
  [Buffer.from('feedfeed', 'hex'), { form: 'container', format: 'jks' }],
  [Buffer.from('cececece', 'hex'), { form: 'container', format: 'jceks' }],
  [Buffer.from('0702000000a40000', 'hex'), { form: 'container', format: 'capi-private' }],
  [Buffer.from('0602000000a40000', 'hex'), { form: 'public', format: 'capi-public' }],
  ...['RSA2', 'RSA3', 'ECS2', 'ECS4', 'ECS6', 'ECK2'].map(
    (head) => [Buffer.from(head, 'latin1'), { form: 'container', format: 'cng-private' }] as const,
  ),
];

/** Beginnings of text formats of the same sort. */
const headings: readonly (readonly [RegExp, Structure])[] = [
  [/^PuTTY-User-Key-File-/, { form: 'container', format: 'putty' }],
  [/^AGE-SECRET-KEY-/, { form: 'container', format: 'age' }],
  [/^\s*(?:<\?xml[^>]*>\s*)?<RSAKeyValue>[^]*<D>/, { form: 'container', format: 'xml-private' }],
  [/^\s*(?:<\?xml[^>]*>\s*)?<RSAKeyValue>/, { form: 'public', format: 'xml-public' }],
  [/^---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/, { form: 'container', format: 'ssh2-private' }],
  [/^---- BEGIN SSH2 PUBLIC KEY ----/, { form: 'public', format: 'ssh2-public' }],
  [/^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+) AAAA/, { form: 'public', format: 'openssh-public' }],
];

/** A binary format known by its first bytes. */
export function readMagic(bytes: Buffer): Structure | undefined {
  return magic.find(([head]) => bytes.subarray(0, head.length).equals(head))?.[1];
}

/** A text format, other than PEM and JWK, known by its beginning. */
export function readHeading(text: string): Structure | undefined {
  return headings.find(([heading]) => heading.test(text))?.[1];
}

/** What a PEM label says of content that its bytes do not say (RFC 1421 encryption, OpenPGP armour). */
export function readLabel(layer: TextLayer): Structure | undefined {
  if (layer.encrypted) return { form: 'encrypted', format: 'pem-encrypted' };
  return layer.label?.startsWith('PGP ')
    ? { form: 'container', format: 'openpgp', label: layer.label }
    : undefined;
}
