import { fromBER } from 'asn1js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBer, readLimits, type Reading, type Tlv } from '../../../src/formats/der/tlv.ts';

const read = (hex: string) => readBer(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const shape = (element: Tlv | undefined): unknown =>
  element && (element.children.length > 0 ? [element.id, ...element.children.map(shape)] : element.id);
const departures = ({ departures: found }: Reading) => found.map(({ offset, kind }) => `${offset} ${kind}`);

describe('identifier and length octets (X.690, 8.1)', () => {
  it('a SEQUENCE of two elements, and bytes after it that are not part of it', () => {
    const { root, failure } = read('3006 020105 0401aa ffff');
    expect(failure).toBeUndefined();
    expect(root).toMatchObject({ id: 0x30, tag: 16, start: 0, contentStart: 2, contentEnd: 8, end: 8 });
    expect(shape(root)).toEqual([0x30, 0x02, 0x04]);
  });
  it('definite length, short and long form', () => {
    expect(departures(read(`3081 80 0482 007c ${'00'.repeat(124)}`))).toEqual(['3 length-not-shortest']);
    expect(departures(read('3081 03 020105'))).toEqual(['0 length-not-shortest']);
    expect(read(`3081 80 047e ${'00'.repeat(126)}`).departures).toEqual([]);
  });
  it('indefinite length with its end-of-contents octets, nested', () => {
    const reading = read('3080 3080 020105 0000 0401aa 0000 ff');
    expect(shape(reading.root)).toEqual([0x30, [0x30, 0x02], 0x04]);
    expect(reading.root).toMatchObject({ contentEnd: 12, end: 14 });
    expect(departures(reading)).toEqual(['0 indefinite-length', '2 indefinite-length']);
  });
  it('long-form tag', () => {
    expect(read('bf8101 03 020105').root).toMatchObject({ id: 0xbf, tag: 129 });
    expect(departures(read('9f05 01 ff'))).toEqual(['0 tag-not-shortest']);
  });
});

describe('content that BER or DER forbids', () => {
  it.each([
    ['0202 007f', 'integer-not-shortest'],
    ['0202 ff80', 'integer-not-shortest'],
    ['0200', 'integer-empty'],
    ['0101 01', 'boolean-value'],
    ['0302 01 01', 'unused-bits-set'],
    ['0302 08 00', 'unused-bits-count'],
    ['2403 0401aa', 'string-constructed'],
  ])('%s: %s', (hex, kind) => expect(departures(read(hex))).toEqual([`0 ${kind}`]));
  it.each(['0202 0080', '0201 80', '0101 ff', '0302 01 fe', '0500'])('%s is DER', (hex) =>
    expect(read(hex)).toMatchObject({ departures: [] }),
  );
});

describe('what cannot be read is told apart', () => {
  it('cut short, with the length that was announced', () => {
    expect(read('3010 020105').failure).toEqual({ kind: 'truncated', announced: 18 });
    expect(read('3010 0204 05').failure).toEqual({ kind: 'truncated', announced: 18 });
    expect(read('30').failure).toEqual({ kind: 'truncated' });
    expect(read('3080 020105').failure).toEqual({ kind: 'truncated' });
    expect(read('').failure).toEqual({ kind: 'truncated' });
    expect(shape(read('3010 020100 3004 0601').root)).toEqual([0x30, 0x02, [0x30, 0x06]]);
  });
  it('elements that do not fit into each other', () => {
    for (const hex of [
      '3003 0204 05000000',
      '3001 02 0105',
      '3004 3005 020105',
      '0000',
      '3002 0000',
      '0480 0000',
      '30ff',
      '1f80 01 00',
    ])
      expect(read(hex).failure?.kind).toBe('malformed');
  });
  it('deeper or richer than any key', () => {
    const deep = Buffer.alloc(200_000, Buffer.of(0x30, 0x80));
    expect(readBer(deep).failure?.kind).toBe('limit');
    const rich = Buffer.concat([
      Buffer.of(0x30, 0x83, 0x01, 0x86, 0xa0),
      Buffer.alloc(100_000, Buffer.of(5, 0)),
    ]);
    expect(readBer(rich).failure?.kind).toBe('limit');
  });
  it('lengths of up to 126 octets are believed and not allocated', () =>
    expect(read(`30fe ${'ff'.repeat(126)} 020105`).failure?.kind).toBe('truncated'));
});

/** Elements that asn1js and this reader both know, definite and indefinite, nested. */
const elements = fc.letrec<{ element: Buffer }>((tie) => ({
  element: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => header(0x04, Buffer.from(bytes))),
    fc.bigInt({ min: 0n, max: 1n << 300n }).map((value) => {
      const hex = value.toString(16);
      return header(0x02, Buffer.from(`00${hex.length % 2 === 0 ? hex : `0${hex}`}`, 'hex'));
    }),
    fc.constant(Buffer.of(5, 0)),
    fc
      .tuple(
        fc.constantFrom(0x30, 0x31, 0xa0, 0xa1),
        fc.boolean(),
        fc.array(tie('element'), { maxLength: 4 }),
      )
      .map(([id, indefinite, parts]) => {
        const body = Buffer.concat(parts);
        return indefinite ? Buffer.concat([Buffer.of(id, 0x80), body, Buffer.alloc(2)]) : header(id, body);
      }),
  ),
}));

function header(id: number, body: Buffer): Buffer {
  if (body.length < 128) return Buffer.concat([Buffer.of(id, body.length), body]);
  return Buffer.concat([Buffer.of(id, 0x82, body.length >> 8, body.length & 255), body]);
}

describe('held against asn1js', () => {
  it('both find the same end and the same number of children in well-formed BER', () => {
    fc.assert(
      fc.property(elements.element, fc.uint8Array({ maxLength: 4 }), (bytes, tail) => {
        const { root, failure } = readBer(Buffer.concat([bytes, tail]));
        const other = fromBER(Buffer.concat([bytes, tail]));
        expect(failure).toBeUndefined();
        expect(root?.end).toBe(bytes.length);
        expect(other.offset).toBe(bytes.length);
        const { value } = other.result.valueBlock as { value?: unknown };
        const theirs = Array.isArray(value) && (bytes[0]! & 0x20) !== 0 ? value.length : 0;
        expect(root?.children.length).toBe(theirs);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('any bytes', () => {
  const inside = (element: Tlv, from: number, to: number): boolean =>
    element.start >= from &&
    element.contentStart >= element.start + 2 &&
    element.contentEnd >= element.contentStart &&
    element.end >= element.contentEnd &&
    element.end <= to &&
    element.children.every((child) => inside(child, element.contentStart, element.contentEnd));

  it('never throw, and what is read lies within what is around it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated), (bytes) => {
        const { root, failure, departures: found } = readBer(bytes);
        expect(root !== undefined || failure !== undefined).toBe(true);
        expect(failure !== undefined || (root !== undefined && inside(root, 0, bytes.length))).toBe(true);
        expect(found.length).toBeLessThanOrEqual(readLimits.departures);
      }),
      { numRuns: 5000 },
    );
  });
});

const mutated = fc
  .tuple(elements.element, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }))
  .map(([bytes, changes]) => {
    const copy = Buffer.from(bytes);
    for (const [at, value] of changes) copy[at % copy.length] = value;
    return copy;
  });
