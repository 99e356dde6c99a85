import { mostOutlineLines } from '../../budgets.ts';
import { sha256Hex } from '../../../crypto/hash.ts';
import { recognise } from '../../../formats/recognise.ts';
import { readBer, tags, type Tlv } from '../../../formats/der/tlv.ts';
import { content, oid, smallInteger } from '../../../formats/der/values.ts';
import { algorithmName, keySpecOfCurve, oids, otherCurveName } from '../../../tables/algorithms.ts';

const names: Readonly<Record<number, string>> = {
  [tags.boolean]: 'BOOLEAN',
  [tags.integer]: 'INTEGER',
  [tags.bitString]: 'BIT STRING',
  [tags.octetString]: 'OCTET STRING',
  [tags.null]: 'NULL',
  [tags.oid]: 'OBJECT IDENTIFIER',
  [tags.utf8String]: 'UTF8String',
  [tags.sequence]: 'SEQUENCE',
  [tags.set]: 'SET',
};

/** Longest INTEGER that is shown in figures, in bytes: versions and usual exponents, no secret. */
const shownBytes = 3;

/**
 * Key material as lines that two of them can be compared by: one for each ASN.1 element, indented. Contents are shown as length and
 * the head of their SHA-256, short integers and object identifiers in clear. No key byte is in it.
 */
export function outline(material: Buffer): string[] {
  const { layers, content: inside, der, structure } = recognise(material);
  const lines = layers.map((layer) =>
    layer.kind === 'pem' ? `PEM, label ${layer.label}` : `${layer.kind} text`,
  );
  if (!der.root || der.failure || !structure) return [...lines, `${inside.length} bytes${digest(inside)}`];
  describe(inside, der.root, 0, lines);
  const rest = inside.subarray(der.end);
  return rest.length > 0 ? [...lines, `${rest.length} bytes after the end${digest(rest)}`] : lines;
}

function describe(bytes: Buffer, element: Tlv, depth: number, lines: string[]): void {
  if (lines.length >= mostOutlineLines) return;
  lines.push(`${'  '.repeat(depth)}${nameOf(element)}${value(bytes, element)}`);
  for (const child of element.children) describe(bytes, child, depth + 1, lines);
  const inner = element.id === tags.octetString ? nested(content(bytes, element)) : undefined;
  if (inner) describe(content(bytes, element), inner, depth + 1, lines);
}

/** A SEQUENCE that fills the octets: PKCS#8 keeps the private key so. */
function nested(octets: Buffer): Tlv | undefined {
  if (octets[0] !== tags.sequence) return undefined;
  const { root, failure } = readBer(octets);
  return failure || root?.end !== octets.length ? undefined : root;
}

function nameOf({ id, tag }: Tlv): string {
  const known = names[id];
  if (known !== undefined) return known;
  return id >= 0x80 && id < 0xc0 ? `[${tag}]` : `tag ${id.toString(16)}`;
}

function value(bytes: Buffer, element: Tlv): string {
  const octets = content(bytes, element);
  if (element.id === tags.oid) return ` ${readable(oid(bytes, element) ?? 'invalid')}`;
  if (element.id === tags.integer && octets.length <= shownBytes) return ` ${smallInteger(bytes, element)}`;
  return element.children.length > 0 || octets.length === 0
    ? ''
    : `, ${octets.length} bytes${digest(octets)}`;
}

function readable(dotted: string): string {
  const curve = keySpecOfCurve(dotted) ?? otherCurveName(dotted);
  const algorithm =
    dotted === oids.rsaEncryption
      ? 'rsaEncryption'
      : dotted === oids.ecPublicKey
        ? 'id-ecPublicKey'
        : algorithmName(dotted);
  const name = [curve, algorithm].find((candidate) => !candidate.endsWith(dotted));
  return name === undefined ? dotted : `${dotted} (${name})`;
}

const digest = (bytes: Buffer) => `, SHA-256 ${sha256Hex(bytes).slice(0, 8)}…`;
