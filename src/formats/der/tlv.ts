/** One BER element (X.690, 8.1). Offsets count from the start of the bytes that were read. */
export interface Tlv {
  /** First identifier octet: class, constructed bit and, below 31, the tag number. `0x30` is SEQUENCE. */
  readonly id: number;
  /** Tag number; differs from `id & 0x1f` only in the long form (X.690, 8.1.2.4). */
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  /** End of the content; of the indefinite form, where the end-of-contents octets begin. */
  contentEnd: number;
  end: number;
  /** Empty for a primitive element. */
  readonly children: readonly Tlv[];
}

/** A rule of DER that an encoding in BER does not keep (X.690, sections 8, 10 and 11). */
export type DepartureKind =
  | 'indefinite-length'
  | 'length-not-shortest'
  | 'tag-not-shortest'
  | 'string-constructed'
  | 'integer-empty'
  | 'integer-not-shortest'
  | 'boolean-value'
  | 'unused-bits-count'
  | 'unused-bits-set';

/** A place where the encoding is not DER, though readable. */
export interface Departure {
  readonly offset: number;
  readonly kind: DepartureKind;
}

/** Why no element can stand where one is expected. */
export type Malformation =
  'exceeds-parent' | 'tag-zero' | 'tag-invalid' | 'length-reserved' | 'indefinite-primitive';

export type ReadFailure =
  /** The bytes end before the element does. `announced` is the whole length that the outermost element gives itself. */
  | { readonly kind: 'truncated'; readonly announced?: number }
  /** No element can stand at this offset. */
  | { readonly kind: 'malformed'; readonly offset: number; readonly why: Malformation }
  /** Deeper or richer than any key; given up. */
  | { readonly kind: 'limit'; readonly of: 'depth' | 'elements' };

export interface Reading {
  /** The outermost element, as far as it could be read. */
  readonly root?: Tlv;
  readonly failure?: ReadFailure;
  /** In the order of their offsets, at most `readLimits.departures`. */
  readonly departures: readonly Departure[];
}

/** Bounds on what is read. A key needs 10 levels and 100 elements at most. */
export const readLimits = { depth: 32, elements: 4096, departures: 16 } as const;

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
} as const;

const noChildren: readonly Tlv[] = Object.freeze([]);
const constructedBit = 0x20;
/** Universal types that DER wants primitive: the string and time types, and those that BER wants primitive too. */
const primitiveOnly = (id: number) => id < 0x40 && (id & 0x1f) !== 0x10 && (id & 0x1f) !== 0x11;

type Element = Tlv & { readonly children: Tlv[] };

interface Open {
  readonly element: Element;
  readonly indefinite: boolean;
  /** No child may reach beyond this offset, be it within the bytes or not. */
  readonly bound: number;
}

/**
 * Reads the element that starts at `from`; what lies after its end is not looked at. Never throws, does not recurse and
 * copies nothing: time and memory are bounded by `readLimits`, whatever lengths and nesting the bytes claim.
 */
export function readBer(bytes: Uint8Array, from = 0): Reading {
  const departures: Departure[] = [];
  const depart = (offset: number, kind: DepartureKind) => {
    if (departures.length < readLimits.departures) departures.push({ offset, kind });
  };
  const stack: Open[] = [];
  let root: Element | undefined;
  let rootIndefinite = false;
  const stopped = (failure: ReadFailure): Reading => ({ ...(root ? { root } : {}), failure, departures });
  const malformed = (offset: number, why: Malformation) => stopped({ kind: 'malformed', offset, why });
  const truncated = () =>
    stopped({ kind: 'truncated', ...(root && !rootIndefinite ? { announced: root.end - from } : {}) });

  let at = from;
  for (let count = 0; ; count += 1) {
    if (count === readLimits.elements) return stopped({ kind: 'limit', of: 'elements' });
    const parent = stack.at(-1);
    const bound = parent ? parent.bound : Infinity;
    const header = readHeader(bytes, at);
    if (header === undefined) return truncated();
    if (typeof header === 'string') return malformed(at, header);
    const { id, tag, indefinite, contentStart, length } = header;
    if (contentStart > bound) return malformed(at, 'exceeds-parent');
    for (const kind of header.departures) depart(at, kind);

    if (id === 0) {
      if (!parent?.indefinite || length !== 0) return malformed(at, 'tag-zero');
      parent.element.contentEnd = at;
      parent.element.end = contentStart;
      stack.pop();
      at = contentStart;
    } else {
      const end = indefinite ? bound : contentStart + length;
      const constructed = (id & constructedBit) !== 0;
      const children = constructed ? [] : (noChildren as Tlv[]);
      const element: Element = { id, tag, start: at, contentStart, contentEnd: end, end, children };
      if (end > bound) return malformed(at, 'exceeds-parent');
      if (parent) parent.element.children.push(element);
      else {
        root = element;
        rootIndefinite = indefinite;
      }
      if (constructed) {
        if (primitiveOnly(id)) depart(at, 'string-constructed');
        if (stack.length === readLimits.depth) return stopped({ kind: 'limit', of: 'depth' });
        stack.push({ element, indefinite, bound: end });
        at = contentStart;
      } else {
        if (end > bytes.length) return truncated();
        const fault = valueFault(bytes, element);
        if (fault) depart(at, fault);
        at = end;
      }
    }

    for (let open = stack.at(-1); open && !open.indefinite && at === open.bound; open = stack.at(-1))
      stack.pop();
    if (stack.length === 0) return { ...(root ? { root } : {}), departures };
  }
}

interface Header {
  readonly id: number;
  readonly tag: number;
  readonly indefinite: boolean;
  readonly contentStart: number;
  readonly length: number;
  readonly departures: readonly DepartureKind[];
}

const noDepartures: readonly DepartureKind[] = Object.freeze([]);

/** Identifier and length octets: undefined where the bytes end within them, the reason where they are invalid. */
function readHeader(bytes: Uint8Array, start: number): Header | Malformation | undefined {
  let at = start;
  let departures = noDepartures;
  const id = bytes[at++];
  if (id === undefined) return undefined;
  let tag = id & 0x1f;
  if (tag === 0x1f) {
    tag = 0;
    for (let octets = 0; ; octets += 1) {
      const octet = bytes[at++];
      if (octet === undefined) return undefined;
      if (octets === 4 || (octets === 0 && octet === 0x80)) return 'tag-invalid';
      tag = tag * 128 + (octet & 0x7f);
      if (octet < 0x80) break;
    }
    if (tag < 0x1f) departures = [...departures, 'tag-not-shortest'];
  }

  const first = bytes[at++];
  if (first === undefined) return undefined;
  if (first < 0x80) return { id, tag, indefinite: false, contentStart: at, length: first, departures };
  if (first === 0xff) return 'length-reserved';
  if (first === 0x80) {
    if ((id & constructedBit) === 0) return 'indefinite-primitive';
    return {
      id,
      tag,
      indefinite: true,
      contentStart: at,
      length: 0,
      departures: [...departures, 'indefinite-length'],
    };
  }
  const lengthStart = at;
  let length = 0;
  for (let octets = first & 0x7f; octets > 0; octets -= 1) {
    const octet = bytes[at++];
    if (octet === undefined) return undefined;
    length = Math.min(length * 256 + octet, 2 ** 48);
  }
  if (length < 0x80 || bytes[lengthStart] === 0) departures = [...departures, 'length-not-shortest'];
  return { id, tag, indefinite: false, contentStart: at, length, departures };
}

/** Rules on the content of primitive types: X.690, 8.3.2 (shortest INTEGER), 11.1 (BOOLEAN), 11.2 (unused bits). */
function valueFault(bytes: Uint8Array, element: Tlv): DepartureKind | undefined {
  const { contentStart: from, contentEnd: to } = element;
  const first = bytes[from]!;
  switch (element.id) {
    case tags.integer: {
      if (to === from) return 'integer-empty';
      const second = bytes[from + 1]!;
      const padded = to - from > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
      return padded ? 'integer-not-shortest' : undefined;
    }
    case tags.boolean:
      return to - from === 1 && (first === 0 || first === 0xff) ? undefined : 'boolean-value';
    case tags.bitString: {
      if (to === from || first > 7 || (first > 0 && to - from === 1)) return 'unused-bits-count';
      return first > 0 && (bytes[to - 1]! & ((1 << first) - 1)) !== 0 ? 'unused-bits-set' : undefined;
    }
    default:
      return undefined;
  }
}
