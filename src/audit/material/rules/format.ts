import type { StructureForm } from '../../../formats/keys/facts.ts';
import type { EncodingKind } from '../../../formats/text/layer.ts';
import type { MessageFormat } from '../../../tables/formats.ts';
import type { FindingId } from '../../../tables/findings/index.ts';
import { dueLengths } from '../words/due.ts';
import { finding } from '../../finding.ts';
import { placedEncodings } from '../facts/encodings.ts';
import { throughText } from '../facts/mangled.ts';
import { unread } from '../facts/unread.ts';
import { describeBytes } from '../words/bytes.ts';
import { describeUnread } from '../words/der.ts';
import { describeAlgorithm, describeStructure } from '../words/structures.ts';
import { describePlaced, describeTextPipe } from '../words/text.ts';
import type { MaterialRule } from './rule.ts';

const ids = {
  'pem': 'material-pem',
  'base64': 'material-base64',
  'hex': 'material-hex',
  'literal': 'material-literal',
  'numbers': 'material-numbers',
  'decimal': 'material-numbers',
  'octet-string': 'material-octet-string',
  'pkcs8': 'material-nested-pkcs8',
} as const satisfies Record<EncodingKind, FindingId>;

/** Text or a wrapper where bytes are expected: one finding for each encoding. */
export const textEncoding: MaterialRule = ({ layers, lengths }) =>
  placedEncodings(layers).map((encoding) =>
    finding(ids[encoding.layer.kind], 'material', {
      expected: lengths ? `${lengths.due} raw bytes` : 'PKCS#8, DER',
      found: describePlaced(encoding),
    }),
  );

export const trailingNewline: MaterialRule = ({ newline, lengths }) =>
  newline
    ? finding('material-trailing-newline', 'material', {
        expected: lengths ? `${lengths.due} bytes` : 'nothing after the private key',
        found: 'a line break at the end',
      })
    : undefined;

/** Bytes after the end of the private key. Surplus inside it is a fault of its grammar. */
export const trailingBytes: MaterialRule = ({ structure, trailing, content, der, lengths }) => {
  if (!structure || lengths || trailing.length === 0) return undefined;
  const isCopy = trailing.equals(content.subarray(0, der.end));
  return finding('material-trailing-bytes', 'material', {
    expected: 'nothing after the end',
    found: isCopy ? 'the same key once more' : describeBytes(trailing),
  });
};

/** Forms that hold a private key, but not as PKCS#8. Where raw bytes are expected it matters only that they are a key. */
const privateForms = {
  'pkcs1': { id: 'material-pkcs1', found: 'RSAPrivateKey (PKCS#1)' },
  'sec1': { id: 'material-sec1', found: 'ECPrivateKey (SEC1, RFC 5915)' },
  'raw-scalar': { id: 'material-raw-scalar', found: 'a scalar without structure' },
} as const satisfies Partial<Record<StructureForm, { id: FindingId; found: string }>>;

/** What a message that is not for KMS is called. */
const messageId = (format: MessageFormat): FindingId =>
  format === 'jwe'
    ? 'material-jwe'
    : format === 'tr31' || format === 'kmip-ttlv'
      ? 'material-key-block'
      : 'material-message';

/** Another format than raw bytes or PKCS#8. */
export const format: MaterialRule = ({ structure, lengths }) => {
  if (!structure) return undefined;
  const expected = lengths ? `${lengths.due} raw bytes` : 'PKCS#8, DER';
  switch (structure.form) {
    case 'public':
      return finding('material-public-key', 'material', { expected, found: describeStructure(structure) });
    case 'container':
      return finding('material-other-format', 'material', { expected, found: describeStructure(structure) });
    case 'message':
      return finding(messageId(structure.format), 'material', {
        expected,
        found: describeStructure(structure),
      });
    case 'encrypted':
      return lengths && structure.format === 'pkcs8-encrypted'
        ? undefined
        : finding('material-encrypted', 'material', { expected, found: describeStructure(structure) });
    case 'jwk':
    case 'jwk-oct':
      return finding('material-jwk', 'material', { expected, found: 'a JSON Web Key' });
    case 'pkcs8':
    case 'legacy':
      return undefined;
    case 'pkcs1':
    case 'sec1':
    case 'raw-scalar': {
      const other = privateForms[structure.form];
      return lengths ? undefined : finding(other.id, 'material', { expected, found: other.found });
    }
  }
};

/** Nothing that can be read as a private key, or the algorithm's private key missing inside the PKCS#8. */
export const notDer: MaterialRule = (facts) => {
  const { structure, lengths, content } = facts;
  if (lengths) return undefined;
  if (!structure)
    return finding('material-not-der', 'material', {
      expected: 'PKCS#8, DER',
      found: `${describeUnread(unread(facts), content.length)}${describeTextPipe(throughText(content))}`,
    });
  if (structure.form !== 'pkcs8' || structure.key) return undefined;
  return finding('material-not-der', 'material.pkcs8.privateKey', {
    expected: `the private key structure of ${describeAlgorithm(structure.algorithm)}`,
    found: 'something else, or a part of it',
  });
};

/** Length of raw material. HMAC keys may be longer by one of the two documents, unless they grew in a text pipe. */
export const rawLength: MaterialRule = ({ raw, lengths, context }) => {
  if (!raw || !lengths || raw.length === lengths.due) return undefined;
  const expected = dueLengths(context.due) ?? `${lengths.due} bytes`;
  const found = `${raw.length} bytes`;
  const mangled = throughText(raw);
  if (raw.length > lengths.due && raw.length <= lengths.longest && mangled === undefined)
    return finding('hmac-longer', 'material', { expected, found });
  const otherPartition =
    context.due === undefined &&
    context.keySpec === 'SYMMETRIC_DEFAULT' &&
    (raw.length === 16 || raw.length === 32);
  const where = context.partition === 'aws' ? 'China Regions (aws-cn)' : 'the partition aws';
  return finding('material-length', 'material', {
    expected,
    found: `${found}${otherPartition ? `, as in ${where}` : ''}${describeTextPipe(mangled)}`,
  });
};
