import { assert, boolean, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misfits, type Place } from '../../../src/formats/der/grammar.ts';
import { readBer } from '../../../src/formats/der/tlv.ts';
import { der, integer, nullValue, octets, sequence } from '../../../src/formats/der/write.ts';

const place = (grammar: Place['grammar']): Place => ({ at: 'key', grammar });
const held: Place = {
  at: 'inner',
  grammar: { is: 'SEQUENCE', fields: [{ name: 'number', grammar: { is: 'INTEGER' } }] },
};
const structure = place({
  is: 'SEQUENCE',
  fields: [
    { name: 'version', grammar: { is: 'INTEGER' } },
    { name: 'value', grammar: { is: 'OCTET STRING', holds: held } },
    { name: 'flag', grammar: { is: 'NULL' }, optional: true, tag: { number: 0, mode: 'explicit' } },
    { name: 'more', grammar: { is: 'SET OF', of: { is: 'INTEGER' }, least: 1 }, optional: true },
  ],
});

const check = (bytes: Buffer) =>
  misfits(bytes, readBer(bytes).root!, structure).map(({ at, why, offset }) => [at, why, offset]);
const value = octets(sequence(integer(7)));

describe('nodes against a grammar', () => {
  it('a structure that has every field, or no optional one, has no misfit', () => {
    expect(check(sequence(integer(0), value))).toEqual([]);
    expect(check(sequence(integer(0), value, der(0xa0, nullValue()), der(0x31, integer(1))))).toEqual([]);
  });

  it('what has no place is told with its path and offset', () => {
    expect(check(sequence(integer(0), value, integer(1)))).toEqual([['key', 'unexpected', 12]]);
    expect(check(sequence(integer(0), value, der(0xa0, nullValue(), nullValue())))).toEqual([
      ['key.flag', 'unexpected', 16],
    ]);
    expect(check(sequence(integer(0), octets(Buffer.concat([sequence(integer(7)), nullValue()]))))).toEqual([
      ['key.value', 'unexpected', 12],
    ]);
  });

  it('a missing field, another type and an empty list are told apart', () => {
    expect(check(sequence(integer(0)))).toEqual([['key.value', 'missing', 5]]);
    expect(check(sequence(nullValue(), value))).toEqual([['key.version', 'type', 2]]);
    expect(check(sequence(integer(0), value, der(0x31)))).toEqual([['key.more', 'empty-list', 12]]);
    expect(check(sequence(integer(0), octets(Buffer.of(1))))).toEqual([
      ['key.value', 'content-unreadable', 7],
    ]);
  });

  it('integers are positive and as short as possible (X.690, 8.3)', () => {
    const version = (...content: number[]) => check(sequence(der(0x02, Buffer.from(content)), value));
    expect(version(0x7f)).toEqual([]);
    expect(version(0, 0x80)).toEqual([]);
    expect(version()).toEqual([['key.version', 'integer-empty', 2]]);
    expect(version(0x80)).toEqual([['key.version', 'integer-negative', 2]]);
    expect(version(0, 0x7f)).toEqual([['key.version', 'integer-padded', 2]]);
    expect(version(0xff, 0x80)).toEqual([['key.version', 'integer-padded', 2]]);
  });

  it('object identifiers have no leading 80 and an end (X.690, 8.19.2); NULL has no content (8.8.2)', () => {
    const only = (grammar: Place['grammar'], bytes: Buffer) =>
      misfits(bytes, readBer(bytes).root!, place(grammar)).map(({ why }) => why);
    const oid = (...content: number[]) => only({ is: 'OBJECT IDENTIFIER' }, der(0x06, Buffer.from(content)));
    expect(oid(0x2a, 0x86, 0x48)).toEqual([]);
    expect(oid(0x2a, 0x81, 0x80, 0x01)).toEqual([]);
    for (const bad of [[], [0x80, 0x2a], [0x2a, 0x80, 0x01], [0x2a, 0x86]])
      expect(oid(...bad)).toEqual(['oid-invalid']);
    expect(only({ is: 'NULL' }, der(0x05, Buffer.of(0)))).toEqual(['null-content']);
    expect(only({ is: 'ANY' }, der(0x05, Buffer.of(0)))).toEqual(['null-content']);
  });

  it('any bytes are judged without an error, and the misfits are few', () => {
    assert(
      property(uint8Array({ maxLength: 200 }), boolean(), (bytes, inside) => {
        const all = inside ? sequence(integer(0), bytes) : Buffer.from(bytes);
        const { root } = readBer(all);
        const found = root ? misfits(all, root, structure) : [];
        expect(found.length).toBeLessThanOrEqual(16);
      }),
      { seed: 5208 },
    );
  });
});
