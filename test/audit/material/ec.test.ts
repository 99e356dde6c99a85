import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toBytes } from '../../../src/formats/der/values.ts';
import {
  der,
  integer,
  nullValue,
  objectIdentifier,
  octets,
  sequence,
} from '../../../src/formats/der/write.ts';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import { curves, curveRow, curveSpecs, type CurveSpec } from '../../../src/tables/curves.ts';
import { type KeySpec } from '../../../src/tables/key-specs.ts';
import { explicitParameters } from '../../../src/samples/faults/material/ec.ts';
import { ecKeyFrom, ecPkcs8, ecPrivateKey, namedCurve } from '../../../src/samples/keys/private-keys.ts';
import { seededRandom } from '../../../src/samples/keys/seeded.ts';

const random = seededRandom(Buffer.from('ec'), 'test');
const lint = (material: Buffer, keySpec: KeySpec) => lintMaterial(material, { keySpec, partition: 'aws-cn' });
const ids = (material: Buffer, keySpec: KeySpec) => lint(material, keySpec).findings.map(({ id }) => id);
const other = (spec: CurveSpec): CurveSpec => (spec === 'ECC_NIST_P384' ? 'ECC_NIST_P521' : 'ECC_NIST_P384');

describe.each(curveSpecs)('%s', (spec) => {
  const key = ecKeyFrom(spec, random);
  const half = (key.point.length - 1) / 2;
  const x = key.point.subarray(1, 1 + half);
  const odd = key.point.at(-1)! & 1;

  it('the public key may be uncompressed, compressed or hybrid (SEC1, 2.3.3; X9.62, 4.3.6)', () => {
    const compressed = Buffer.concat([Buffer.of(2 + odd), x]);
    const hybrid = Buffer.concat([Buffer.of(6 + odd), key.point.subarray(1)]);
    for (const point of [key.point, compressed, hybrid])
      expect(ids(ecPkcs8(key, { point }), spec)).toEqual([]);
  });

  it('a point of the wrong sign, at infinity, off the curve or of no length is another public key', () => {
    const wrong = [
      Buffer.concat([Buffer.of(3 - odd), x]),
      Buffer.concat([Buffer.of(7 - odd), key.point.subarray(1)]),
      Buffer.of(0),
      Buffer.alloc(0),
      Buffer.concat([Buffer.of(4), Buffer.alloc(2 * half)]),
      key.point.subarray(0, -1),
      key.point.subarray(1),
    ];
    for (const point of wrong) expect(ids(ecPkcs8(key, { point }), spec)).toEqual(['ec-public-key-mismatch']);
  });

  it('the public key after the private key (RFC 5958) is held against it too', () => {
    const field = (point: Buffer) => der(0x81, Buffer.of(0), point);
    expect(ids(ecPkcs8(key, {}, [field(key.point)], 1), spec)).toEqual(['pkcs8-version']);
    expect(ids(ecPkcs8(key, { point: null }, [field(key.point)], 1), spec)).toEqual(['pkcs8-version']);
    expect(ids(ecPkcs8(key, {}, [field(ecKeyFrom(spec, random).point)], 1), spec)).toEqual([
      'ec-public-key-mismatch',
      'pkcs8-version',
    ]);
  });

  it('the smallest and the largest scalar are in range, their neighbours are not', () => {
    const { n } = curveRow(spec);
    const last = n - (spec === 'SM2' ? 2n : 1n);
    const errors = (value: bigint) =>
      lint(ecPkcs8(key, { scalar: toBytes(value, key.scalar.length), point: null }), spec)
        .findings.filter(({ severity }) => severity === 'error')
        .map(({ id }) => id);
    for (const value of [1n, 2n, last]) expect(errors(value)).toEqual([]);
    for (const value of [0n, last + 1n, n, n + 1n]) expect(errors(value)).toEqual(['ec-scalar-range']);
  });

  it('a scalar without its leading zeros, or with more, has a length of its own', () => {
    let short = ecKeyFrom(spec, random);
    while (short.scalar[0] !== 0 || short.scalar[1]! < 2) short = ecKeyFrom(spec, random);
    expect(ids(ecPkcs8(short), spec)).toEqual([]);
    expect(ids(ecPkcs8(short, { scalar: short.scalar.subarray(1) }), spec)).toEqual(['ec-scalar-length']);
    expect(ids(ecPkcs8(key, { scalar: Buffer.concat([Buffer.alloc(3), key.scalar]) }), spec)).toEqual([
      'ec-scalar-length',
    ]);
  });

  it('an ECPrivateKey that names no curve is taken for the due one, or for the one of its length', () => {
    expect(ids(ecPrivateKey(key), spec)).toEqual(['material-sec1']);
    expect(ids(ecPrivateKey(ecKeyFrom(other(spec), random)), spec)).toEqual([
      'material-sec1',
      'key-spec-mismatch',
    ]);
  });

  it('a PKCS#8 header without a curve', () => {
    expect(ids(ecPkcs8(key, { outer: nullValue(), inner: namedCurve(spec) }), spec)).toEqual([
      'ec-curve-disagreement',
    ]);
    expect(ids(ecPkcs8(key, { outer: nullValue() }), spec)).toEqual(['key-type-unsupported']);
  });

  it('curves that disagree silence what depends on the curve', () => {
    const inner = namedCurve(other(spec));
    expect(ids(ecPkcs8(key, { inner }), spec)).toEqual(['ec-curve-disagreement']);
    expect(ids(ecPkcs8(key, { outer: inner, inner: namedCurve(spec) }), spec)).toEqual([
      'ec-curve-disagreement',
    ]);
    const brainpool = objectIdentifier('1.3.36.3.3.2.8.1.1.7');
    expect(ids(ecPkcs8(key, { outer: brainpool, inner: namedCurve(spec) }), spec)).toEqual([
      'ec-curve-disagreement',
    ]);
    expect(ids(ecPkcs8(key, { inner: brainpool }), spec)).toEqual(['ec-curve-disagreement']);
  });

  it('explicit parameters: of this curve, of another one, with a changed generator', () => {
    expect(
      ids(ecPkcs8(key, { outer: explicitParameters(spec), inner: explicitParameters(spec) }), spec),
    ).toEqual(['ec-explicit-parameters']);
    const foreign = ecKeyFrom(other(spec), random);
    expect(ids(ecPkcs8(foreign, { outer: explicitParameters(other(spec)) }), spec)).toEqual([
      'key-spec-mismatch',
      'ec-explicit-parameters',
    ]);
    const changed = explicitParameters(spec);
    const { gy } = curveRow(spec);
    const at = changed.indexOf(toBytes(gy, curves[spec].fieldBytes));
    changed[at + 5]! ^= 1;
    expect(ids(ecPkcs8(key, { outer: changed }), spec)).toEqual(['ec-explicit-parameters']);
  });

  it('more than one thing wrong is told once each', () => {
    expect(ids(ecPkcs8(key, { version: 2, point: null }, [], 3), spec)).toEqual([
      'ec-private-key-version',
      'ec-public-key-missing',
      'pkcs8-version',
    ]);
    const wrong = ecPkcs8(key, { point: ecKeyFrom(spec, random).point });
    expect(ids(Buffer.concat([wrong, Buffer.from('\n')]), spec)).toEqual([
      'material-trailing-newline',
      'ec-public-key-mismatch',
    ]);
    expect(ids(wrong, other(spec))).toEqual(['key-spec-mismatch', 'ec-public-key-mismatch']);
  });
});

describe('the name of the curve is wrong, not the point', () => {
  const key = ecKeyFrom('ECC_NIST_P256', random);
  const renamed = ecPkcs8(key, { outer: namedCurve('ECC_SECG_P256K1') });
  it('where the point is right on the due curve, the key is of another key spec', () =>
    expect(ids(renamed, 'ECC_NIST_P256')).toEqual(['key-spec-mismatch']));
  it('where the name is the due one, the point is of another curve', () => {
    const [finding, ...more] = lint(renamed, 'ECC_SECG_P256K1').findings;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ id: 'ec-public-key-mismatch', at: 'material.ec.publicKey' });
    expect(finding?.found).toContain('ECC_NIST_P256');
  });
});

describe('what is not needed', () => {
  const key = ecKeyFrom('ECC_NIST_P256', random);
  it('bytes after the end are a warning (SoftHSM pads with zeros), inside the structure an error (RFC 5208)', () => {
    const padded = sequence(
      integer(0),
      sequence(objectIdentifier('1.2.840.10045.2.1'), namedCurve('ECC_NIST_P256')),
      octets(Buffer.concat([ecPrivateKey(key), Buffer.alloc(4)])),
    );
    const { findings } = lint(Buffer.concat([padded, Buffer.alloc(3)]), 'ECC_NIST_P256');
    expect(findings.map(({ id, at, found }) => [id, at, found])).toEqual([
      [
        'material-grammar',
        'material.pkcs8.privateKey',
        '4 bytes, all of value 0, in privateKey where nothing belongs',
      ],
      ['material-trailing-bytes', 'material', '3 bytes, all of value 0'],
    ]);
  });
  it('the same key appended once more is called that', () => {
    const sound = ecPkcs8(key);
    expect(lint(Buffer.concat([sound, sound]), 'ECC_NIST_P256').findings).toMatchObject([
      { id: 'material-trailing-bytes', found: 'the same key once more' },
    ]);
  });
});

it('a wrong point of node-made keys on every curve: the first 250 by OpenSSL, the rest by the table', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
  const sound = privateKey.export({ type: 'pkcs8', format: 'der' });
  const broken = Buffer.from(sound);
  broken[broken.length - 1]! ^= 1;
  for (let i = 0; i < 260; i += 1) {
    expect(ids(sound, 'ECC_SECG_P256K1')).toEqual([]);
    expect(ids(broken, 'ECC_SECG_P256K1')).toEqual(['ec-public-key-mismatch']);
  }
});
