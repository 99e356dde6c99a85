import { oids } from '../../tables/algorithms.ts';
import type { MessageFormat } from '../../tables/formats.ts';
import type { Structure } from '../keys/facts.ts';
import { tags, type Tlv } from '../der/tlv.ts';
import { bitString, octetString, oid, smallInteger } from '../der/values.ts';

/** Password-based encryption: PKCS#5 (RFC 8018) and PKCS#12 (RFC 7292, appendix C). */
const passwordBased = /^1\.2\.840\.113549\.1\.(5|12\.1)\.\d+$/;

/** ContentInfo types (RFC 5652, 14) and PFX's two, by OID. */
const contentTypes: Readonly<Record<string, MessageFormat>> = {
  '1.2.840.113549.1.7.1': 'cms-data',
  '1.2.840.113549.1.7.2': 'cms-signed',
  '1.2.840.113549.1.7.3': 'cms-enveloped',
  '1.2.840.113549.1.7.6': 'cms-encrypted',
  '1.2.840.113549.1.9.16.1.23': 'cms-auth-enveloped',
};

const ids = (element: Tlv | undefined) => element?.children.map((child) => child.id) ?? [];
const startsWith = (element: Tlv | undefined, ...wanted: number[]) => {
  const found = ids(element);
  return wanted.every((id, at) => found[at] === id);
};
const { integer, bitString: bits, oid: oidTag, sequence } = tags;

type Recogniser = (bytes: Buffer, root: Tlv) => Structure | undefined;

const encryptedPrivateKey: Recogniser = (bytes, root) => {
  if (root.children.length !== 2 || !startsWith(root, sequence) || !octetString(bytes, root.children[1]))
    return undefined;
  const scheme = oid(bytes, root.children[0]?.children[0]);
  if (scheme === undefined || !passwordBased.test(scheme)) return undefined;
  return { form: 'encrypted', format: 'pkcs8-encrypted', scheme };
};

const subjectPublicKeyInfo: Recogniser = (bytes, root) => {
  const [algorithm, key] = root.children;
  if (root.children.length !== 2 || algorithm?.id !== sequence || !key || (key.id & 0x1f) !== bits)
    return undefined;
  const name = oid(bytes, algorithm.children[0]);
  if (name === undefined || bitString(bytes, key) === undefined) return undefined;
  const format = name === oids.ecPublicKey ? 'spki-ec' : name === oids.rsaEncryption ? 'spki-rsa' : 'spki';
  return { form: 'public', format };
};

const rsaPublicKey: Recogniser = (bytes, root) => {
  if (root.children.length !== 2 || !startsWith(root, integer, integer)) return undefined;
  const [modulus] = root.children;
  // Two short integers are a DSA or ECDSA signature, or nothing at all.
  if (!modulus || modulus.contentEnd - modulus.contentStart < 64) return undefined;
  return smallInteger(bytes, root.children[1]) === undefined
    ? undefined
    : { form: 'public', format: 'pkcs1-public' };
};

/** Certificate (RFC 5280, 4.1) and CertificationRequest (RFC 2986, 4): signed part, algorithm, signature. */
const signed: Recogniser = (bytes, root) => {
  const [toBeSigned, algorithm, signature] = root.children;
  if (root.children.length !== 3 || toBeSigned?.id !== sequence || signature?.id !== bits) return undefined;
  if (oid(bytes, algorithm?.children[0]) === undefined) return undefined;
  if (
    startsWith(toBeSigned, 0xa0, integer, sequence) ||
    startsWith(toBeSigned, integer, sequence, sequence, sequence)
  )
    return { form: 'public', format: 'certificate' };
  return startsWith(toBeSigned, integer, sequence, sequence)
    ? { form: 'public', format: 'certificate-request' }
    : undefined;
};

const pkcs12: Recogniser = (bytes, root) =>
  smallInteger(bytes, root.children[0]) === 3 &&
  root.children[1]?.id === sequence &&
  contentTypes[oid(bytes, root.children[1].children[0]) ?? ''] !== undefined
    ? { form: 'container', format: 'pkcs12' }
    : undefined;

const contentInfo: Recogniser = (bytes, root) => {
  const format = startsWith(root, oidTag, 0xa0)
    ? contentTypes[oid(bytes, root.children[0]) ?? '']
    : undefined;
  return format === undefined ? undefined : { form: 'message', format };
};

/** OpenSSL's DSAPrivateKey: 0, p, q, g, y, x. */
const dsaPrivateKey: Recogniser = (bytes, root) =>
  root.children.length === 6 &&
  root.children.every(({ id }) => id === integer) &&
  smallInteger(bytes, root.children[0]) === 0
    ? { form: 'legacy', key: { type: 'other', name: 'DSA' }, surplus: [] }
    : undefined;

/** Nothing but a line break may follow: so little structure stands by chance at the head of longer bytes, such as a raw SM2 ciphertext. */
const ecPublicPoint: Recogniser = (bytes, root) => {
  const point = octetString(bytes, root);
  return point && isLikePoint(point) && bytes.length - root.end <= '\r\n'.length
    ? { form: 'public', format: 'ec-point', point: { dress: 'octet-string' } }
    : undefined;
};

const isLikePoint = (octets: Buffer) =>
  (octets[0] === 4 && [65, 97, 133].includes(octets.length)) ||
  ((octets[0] === 2 || octets[0] === 3) && [33, 49, 67].includes(octets.length));

/** Every structure beside private keys that people take for one, by shape. */
export const otherStructures: readonly Recogniser[] = [
  encryptedPrivateKey,
  subjectPublicKeyInfo,
  rsaPublicKey,
  signed,
  pkcs12,
  contentInfo,
  dsaPrivateKey,
  ecPublicPoint,
];
