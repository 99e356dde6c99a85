import type { Structure } from '../keys/facts.ts';

/** First bytes of binary formats that carry private keys, or that are taken for them. */
const magic: readonly (readonly [Buffer, Structure])[] = [
  [Buffer.from('feedfeed', 'hex'), { form: 'container', format: 'jks' }],
  [Buffer.from('cececece', 'hex'), { form: 'container', format: 'jceks' }],
  [Buffer.from('0702000000a40000', 'hex'), { form: 'container', format: 'capi-private' }],
  [Buffer.from('0702000000240000', 'hex'), { form: 'container', format: 'capi-private' }],
  [Buffer.from('0602000000a40000', 'hex'), { form: 'public', format: 'capi-public' }],
  [Buffer.from('aced0005', 'hex'), { form: 'container', format: 'java-serialized' }],
  [Buffer.from('Salted__', 'latin1'), { form: 'message', format: 'openssl-salted' }],
  [Buffer.from('age-encryption.org/v1', 'latin1'), { form: 'message', format: 'age-file' }],
  ...['RSA2', 'RSA3', 'ECS2', 'ECS4', 'ECS6', 'ECK2'].map(
    (head) => [Buffer.from(head, 'latin1'), { form: 'container', format: 'cng-private' }] as const,
  ),
];

/** Shortest file of a format that is known by fewer than eight bytes: raw material may begin so by chance. */
const shortest = 64;

/** A binary format that is known by its first bytes. */
export function readMagic(bytes: Buffer): Structure | undefined {
  const known = magic.find(
    ([head]) => (head.length >= 8 || bytes.length >= shortest) && bytes.subarray(0, head.length).equals(head),
  );
  return known?.[1] ?? readTtlv(bytes);
}

/** KMIP: a tag of three bytes from 420000 on, type Structure, a length that is the rest (KMIP 2.1, 9.1). */
function readTtlv(bytes: Buffer): Structure | undefined {
  const isRoot = bytes.length >= shortest && bytes[0] === 0x42 && bytes[1]! <= 1 && bytes[3] === 1;
  return isRoot && bytes.readUInt32BE(4) === bytes.length - 8
    ? { form: 'message', format: 'kmip-ttlv' }
    : undefined;
}
