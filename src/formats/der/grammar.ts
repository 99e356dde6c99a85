import { readBer, tags, type Tlv } from './tlv.ts';
import { bitString, content, encoding, octetString } from './values.ts';

/** What may stand at a place of a structure. The notation follows ASN.1 (X.680). */
export type Grammar =
  | { readonly is: 'INTEGER' | 'OBJECT IDENTIFIER' | 'NULL' | 'BIT STRING' | 'ANY' }
  /** `holds`: the octets are themselves the encoding of one element, and nothing follows it. */
  | { readonly is: 'OCTET STRING'; readonly holds?: Place }
  | { readonly is: 'SEQUENCE'; readonly fields: readonly Field[] }
  | {
      readonly is: 'SEQUENCE OF' | 'SET OF';
      readonly of: Grammar;
      /** Fewest members. */
      readonly least: number;
    }
  | { readonly is: 'CHOICE'; readonly of: readonly Grammar[] };

/** A grammar with the path under which findings speak of it, such as `material.rsa`. */
export interface Place {
  readonly at: string;
  readonly grammar: Grammar;
}

/** A component of a SEQUENCE. */
export interface Field {
  readonly name: string;
  readonly grammar: Grammar;
  readonly optional?: true;
  /** Context-specific tag in place of (implicit) or around (explicit) the type's own. */
  readonly tag?: { readonly number: number; readonly mode: 'explicit' | 'implicit' };
}

/** How a node departs from the grammar, or its content from BER. */
export type Misfit = { readonly at: string; readonly offset: number } & (
  | { readonly why: 'unexpected'; readonly bytes: Buffer }
  | { readonly why: 'missing' }
  | { readonly why: 'type'; readonly expected: Grammar['is']; readonly identifier: number }
  | { readonly why: 'empty-list' }
  /** X.690, 8.3.1. */
  | { readonly why: 'integer-empty' }
  /** Highest bit set where only positive numbers belong: the sign octet is missing. */
  | { readonly why: 'integer-negative' }
  /** X.690, 8.3.2: the first nine bits are equal, in BER too. */
  | { readonly why: 'integer-padded' }
  /** X.690, 8.19: no content, a subidentifier with leading 80, or one that is not ended. */
  | { readonly why: 'oid-invalid' }
  /** X.690, 8.8.2. */
  | { readonly why: 'null-content'; readonly bytes: number }
  /** X.690, 8.6.2; keys are whole octets. */
  | { readonly why: 'bit-string-invalid' }
  /** The octets do not hold one element of BER. */
  | { readonly why: 'content-unreadable' }
);

const identifiers: Readonly<Record<Exclude<Grammar['is'], 'ANY' | 'CHOICE'>, readonly number[]>> = {
  'INTEGER': [tags.integer],
  'OBJECT IDENTIFIER': [tags.oid],
  'NULL': [tags.null],
  'BIT STRING': [tags.bitString, tags.bitString | 0x20],
  'OCTET STRING': [tags.octetString, tags.octetString | 0x20],
  'SEQUENCE': [tags.sequence],
  'SEQUENCE OF': [tags.sequence],
  'SET OF': [tags.set],
};

/** Misfits after which a structure is not looked at further: one fault may spoil every node after it. */
const most = 16;

/** Holds every node below `root` against the grammar, in the order of the bytes. Never throws. */
export function misfits(bytes: Buffer, root: Tlv, place: Place): readonly Misfit[] {
  const found: Misfit[] = [];
  checkNode(bytes, root, place, found);
  return found.length > most ? found.slice(0, most) : found;
}

function checkNode(bytes: Buffer, node: Tlv, { at, grammar }: Place, found: Misfit[]): void {
  if (grammar.is === 'ANY') return checkAny(bytes, node, at, found);
  if (grammar.is === 'CHOICE') {
    const taken = grammar.of.find((one) => matches(node, { name: '', grammar: one }));
    if (taken) checkNode(bytes, node, { at, grammar: taken }, found);
    else found.push(wrongType(at, node, grammar));
    return;
  }
  if (identifiers[grammar.is].includes(node.id)) checkContent(bytes, node, { at, grammar }, found);
  else found.push(wrongType(at, node, grammar));
}

const primitive: readonly Exclude<Grammar['is'], 'ANY' | 'CHOICE' | 'OCTET STRING'>[] = [
  'INTEGER',
  'OBJECT IDENTIFIER',
  'NULL',
];

/** Whatever its type: the content of the primitive ones has to be valid. Numbers may be negative. */
function checkAny(bytes: Buffer, node: Tlv, at: string, found: Misfit[]): void {
  for (const child of node.children) checkAny(bytes, child, at, found);
  if (node.id === tags.bitString) {
    const [unused] = content(bytes, node);
    if (unused === undefined || unused > 7) found.push({ at, offset: node.start, why: 'bit-string-invalid' });
  }
  const type = primitive.find((one) => identifiers[one].includes(node.id));
  if (type === undefined) return;
  const inside: Misfit[] = [];
  checkContent(bytes, node, { at, grammar: { is: type } as Grammar }, inside);
  found.push(...inside.filter(({ why }) => why !== 'integer-negative'));
}

const wrongType = (at: string, node: Tlv, grammar: Grammar): Misfit => ({
  at,
  offset: node.start,
  why: 'type',
  expected: grammar.is,
  identifier: node.id,
});

/** The content of a node whose identifier is right, its own or an implicit one. */
function checkContent(bytes: Buffer, node: Tlv, { at, grammar }: Place, found: Misfit[]): void {
  const offset = node.start;
  switch (grammar.is) {
    case 'INTEGER':
      return checkInteger(content(bytes, node), at, offset, found);
    case 'OBJECT IDENTIFIER':
      if (!isObjectIdentifier(content(bytes, node))) found.push({ at, offset, why: 'oid-invalid' });
      return;
    case 'NULL': {
      const length = node.contentEnd - node.contentStart;
      if (length > 0) found.push({ at, offset, why: 'null-content', bytes: length });
      return;
    }
    case 'BIT STRING':
      if (bitString(bytes, { ...node, id: tags.bitString | (node.id & 0x20) }) === undefined)
        found.push({ at, offset, why: 'bit-string-invalid' });
      return;
    case 'OCTET STRING':
      if (grammar.holds) checkHeld(octetString(bytes, node), node.contentStart, at, grammar.holds, found);
      return;
    case 'SEQUENCE':
      return checkFields(bytes, node, { at, fields: grammar.fields }, found);
    case 'SEQUENCE OF':
    case 'SET OF':
      if (node.children.length < grammar.least) found.push({ at, offset, why: 'empty-list' });
      for (const child of node.children) {
        if (found.length > most) return;
        checkNode(bytes, child, { at, grammar: grammar.of }, found);
      }
      return;
    case 'ANY':
    case 'CHOICE':
      return checkNode(bytes, node, { at, grammar }, found);
  }
}

function checkInteger(octets: Buffer, at: string, offset: number, found: Misfit[]): void {
  const [first, second] = octets;
  if (first === undefined) found.push({ at, offset, why: 'integer-empty' });
  else if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    found.push({ at, offset, why: 'integer-padded' });
  else if (first >= 0x80) found.push({ at, offset, why: 'integer-negative' });
}

function isObjectIdentifier(octets: Buffer): boolean {
  if (octets.length === 0 || octets.at(-1)! >= 0x80) return false;
  return octets.every((octet, index) => octet !== 0x80 || (index > 0 && octets[index - 1]! >= 0x80));
}

/** @param start of the octets in the bytes, for the offsets */
function checkHeld(
  octets: Buffer | undefined,
  start: number,
  at: string,
  place: Place,
  found: Misfit[],
): void {
  const { root, failure } = octets === undefined ? {} : readBer(octets);
  if (octets === undefined || !root || failure) {
    found.push({ at, offset: start, why: 'content-unreadable' });
    return;
  }
  const inside: Misfit[] = [];
  checkNode(octets, root, place, inside);
  for (const misfit of inside) found.push({ ...misfit, offset: start + misfit.offset });
  if (root.end < octets.length)
    found.push({
      at,
      offset: start + root.end,
      why: 'unexpected',
      bytes: octets.subarray(root.end),
    });
}

/** Children against fields, in order: an optional field may be passed over, nothing may stand between or after. */
function checkFields(
  bytes: Buffer,
  node: Tlv,
  { at, fields }: { readonly at: string; readonly fields: readonly Field[] },
  found: Misfit[],
): void {
  let next = 0;
  for (const child of node.children) {
    if (found.length > most) return;
    const field = fieldFor(child, fields, next);
    if (field === undefined) {
      found.push({ at, offset: child.start, why: 'unexpected', bytes: encoding(bytes, child) });
      continue;
    }
    for (const passed of fields.slice(next, field))
      if (!passed.optional) found.push({ at: pathOf(at, passed), offset: child.start, why: 'missing' });
    checkField(bytes, child, at, fields[field]!, found);
    next = field + 1;
  }
  for (const passed of fields.slice(next))
    if (!passed.optional) found.push({ at: pathOf(at, passed), offset: node.end, why: 'missing' });
}

const pathOf = (at: string, { name }: Field) => `${at}.${name}`;

/**
 * Index of the field that a child stands for: the next one that it fits, passing over optional ones only; else the next one, if it is
 * required and has a type of its own, so that a wrong type is named as such.
 */
function fieldFor(child: Tlv, fields: readonly Field[], from: number): number | undefined {
  for (let index = from; index < fields.length; index += 1) {
    const field = fields[index]!;
    if (matches(child, field)) return index;
    if (!field.optional)
      return fields.slice(index + 1).some((later) => matches(child, later)) ? undefined : index;
  }
  return undefined;
}

function matches({ id }: Tlv, { tag, grammar }: Field): boolean {
  if (tag?.mode === 'explicit') return id === (0xa0 | tag.number);
  if (tag) return (id & 0xdf) === (0x80 | tag.number);
  if (grammar.is === 'ANY') return true;
  if (grammar.is === 'CHOICE')
    return grammar.of.some((one) => matches({ id } as Tlv, { name: '', grammar: one }));
  return identifiers[grammar.is].includes(id);
}

function checkField(bytes: Buffer, child: Tlv, parent: string, field: Field, found: Misfit[]): void {
  const at = pathOf(parent, field);
  const { tag, grammar } = field;
  if (tag?.mode === 'implicit') {
    const constructed = grammar.is === 'SET OF' || grammar.is === 'SEQUENCE OF' || grammar.is === 'SEQUENCE';
    if (constructed && (child.id & 0x20) === 0) found.push(wrongType(at, child, grammar));
    else checkContent(bytes, child, { at, grammar }, found);
    return;
  }
  if (tag?.mode !== 'explicit') return checkNode(bytes, child, { at, grammar }, found);
  const [inner, ...more] = child.children;
  if (inner) checkNode(bytes, inner, { at, grammar }, found);
  else found.push({ at, offset: child.start, why: 'missing' });
  for (const extra of more)
    found.push({ at, offset: extra.start, why: 'unexpected', bytes: encoding(bytes, extra) });
}
