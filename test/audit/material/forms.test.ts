import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import { curves, curveSpecs } from '../../../src/tables/curves.ts';
import { type KeySpec } from '../../../src/tables/key-specs.ts';
import { ecKeyFrom, ecPkcs8 } from '../../../src/samples/keys/private-keys.ts';
import { pem } from '../../../src/samples/faults/material/text.ts';
import { seededRandom } from '../../../src/samples/keys/seeded.ts';

const random = seededRandom(Buffer.from('forms'), 'test');
const ids = (material: Buffer | string, keySpec: KeySpec) =>
  lintMaterial(Buffer.from(material), { keySpec, partition: 'aws-cn' }).findings.map(({ id }) => id);

const key = ecKeyFrom('ECC_NIST_P256', random);
const sound = ecPkcs8(key);

describe('text around a key', () => {
  const armoured = pem('PRIVATE KEY', sound).toString();
  const base64 = sound.toString('base64');
  it.each([
    ['PEM in a JSON document', JSON.stringify({ privateKey: armoured }), 'material-pem'],
    ['PEM as a string literal', JSON.stringify(armoured), 'material-pem'],
    ['PEM with CRLF as a string literal', JSON.stringify(armoured.replaceAll('\n', '\r\n')), 'material-pem'],
    ['PEM below a comment in UTF-8', `# Schlüssel für Zürich\n${armoured}`, 'material-pem'],
    ['PEM below a comment in Latin-1', Buffer.from(`# Schl\xfcssel\n${armoured}`, 'latin1'), 'material-pem'],
    ['PEM without its first line', armoured.slice(armoured.indexOf('\n') + 1), 'material-pem'],
    ['PEM that ends like a string in C', `${armoured}\0`, 'material-pem'],
    ['base64 in a shell assignment', `PRIVATE_KEY="${base64}"\n`, 'material-base64'],
    ['base64 in a YAML block', `key: |\n${base64.replaceAll(/.{1,64}/g, '  $&\n')}`, 'material-base64'],
    ['hex after its name', `Private key: ${sound.toString('hex')}\n`, 'material-hex'],
    ['base64 that ends like a string in C', `${base64}\0`, 'material-base64'],
    ['base64 whose lines a shell put into one', base64.replaceAll(/.{76}/g, '$& '), 'material-base64'],
    [
      'wrapped base64 as a string literal',
      JSON.stringify(base64.replaceAll(/.{64}/g, '$&\n')),
      'material-base64',
    ],
  ])('%s', (_, text, id) => expect(ids(text, 'ECC_NIST_P256')).toEqual([id]));

  it('raw bytes in hex and base64 after a name', () => {
    const raw = random(48);
    expect(ids(`AES key: ${raw.toString('hex')}\n`, 'HMAC_384')).toEqual(['material-hex']);
    expect(ids(`hmac-key=${raw.toString('base64')}\n`, 'HMAC_384')).toEqual(['material-base64']);
  });
  it('an RSAKeyValue of .NET after an XML declaration', () => {
    const { n, e, d, p, q, dp, dq, qi } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
    }).privateKey.export({ format: 'jwk' });
    const members = { Modulus: n, Exponent: e, P: p, Q: q, DP: dp, DQ: dq, InverseQ: qi, D: d };
    const xml = Object.entries(members).map(([name, value]) => `<${name}>${value}</${name}>`);
    expect(ids(`<?xml version="1.0"?>\r\n<RSAKeyValue>${xml.join('')}</RSAKeyValue>`, 'RSA_2048')).toEqual([
      'material-other-format',
    ]);
  });
  it('hex of raw bytes that ends like a string in C', () =>
    expect(ids(`${random(32).toString('hex')}\0`, 'HMAC_256')).toEqual(['material-hex']));
  it('words of one length are not base64', () =>
    expect(ids('fourwordoncemoretwiceandthenagain four', 'HMAC_224')).toEqual([
      'hmac-longer',
      'material-text',
    ]));
});

describe('JSON Web Keys in company (RFC 7517, 5)', () => {
  const half = (from: number, to?: number) => key.point.subarray(from, to).toString('base64url');
  const jwkPublic = { kty: 'EC', crv: 'P-256', x: half(1, 33), y: half(33) };
  const jwk = { ...jwkPublic, d: key.scalar.toString('base64url'), kid: 'Schlüssel' };
  it.each([
    ['a set whose first key is public', { keys: [jwkPublic, jwk] }, 'material-jwk'],
    ['a list', [jwk], 'material-jwk'],
    ['a set of public keys', { keys: [jwkPublic, jwkPublic] }, 'material-public-key'],
  ])('%s', (_, json, id) => expect(ids(JSON.stringify(json), 'ECC_NIST_P256')).toEqual([id]));
});

describe.each(curveSpecs)('a bare scalar of %s', (spec) => {
  const pair = ecKeyFrom(spec, random);
  const { scalar, point } = pair;
  const bare = point.subarray(1);
  const compressed = Buffer.concat([
    Buffer.of(2 + (point.at(-1)! & 1)),
    bare.subarray(0, curves[spec].fieldBytes),
  ]);

  it('with its point before or after, in any form', () => {
    for (const other of [point, bare, compressed]) {
      expect(ids(Buffer.concat([scalar, other]), spec)).toEqual(['material-raw-scalar']);
      expect(ids(Buffer.concat([other, scalar]), spec)).toEqual(['material-raw-scalar']);
    }
  });
  it('with a line break or with a sign byte', () => {
    let low = pair;
    // Behind 02 or 03 a line break makes a compressed point of it, one time in two.
    const isTelling = ([first = 0]: Buffer) => first < 0x80 && first !== 2 && first !== 3;
    while (!isTelling(low.scalar) || low.scalar.at(-1) === 0x0a) low = ecKeyFrom(spec, random);
    const withBreak = Buffer.concat([low.scalar, Buffer.from('\n')]);
    const withSign = Buffer.concat([Buffer.of(0), low.scalar]);
    for (const material of [withBreak, withSign])
      expect(ids(material, spec)).toEqual(['material-raw-scalar']);
  });
  it('is not PKCS#8 cut to its length', () => {
    const cut = ecPkcs8(pair).subarray(0, scalar.length);
    expect(ids(cut, spec)).toEqual(['material-not-der']);
    expect(ids(pem('PRIVATE KEY', cut), spec)).toEqual(['material-pem', 'material-not-der']);
  });
});

describe('what begins like an OCTET STRING by chance is read as it stands', () => {
  // A point of secp256k1 (openssl ec -pubin takes it) whose first two bytes announce the other 63.
  const point = Buffer.from(
    '043ffa618b32a0c3db60b856c750e886b88212c13c7a0f572d4d47dbe89fb43c2d8d4fb1823de67458cdebc3bd8624e94b5cf27c0cbfaad22ca71dfa410ab2fb62',
    'hex',
  );
  it('a point', () => {
    expect(ids(point, 'ECC_SECG_P256K1')).toEqual(['material-public-key']);
  });

  it.each([
    ['an OCTET STRING', 0x04],
    ['an INTEGER', 0x02],
  ])('a scalar, like %s', (_, tag) => {
    const scalar = Buffer.concat([Buffer.of(tag, 30), random(30)]);
    expect(ids(scalar, 'ECC_NIST_P256')).toEqual(['material-raw-scalar']);
  });

  it('the head of longer bytes is not a CKA_EC_POINT, before a line break it is', () => {
    const whole = ecKeyFrom('ECC_NIST_P384', random).point;
    const compressed = Buffer.concat([Buffer.of(4, 49, 2 + (whole.at(-1)! & 1)), whole.subarray(1, 49)]);
    expect(ids(Buffer.concat([compressed, random(500)]), 'ECC_NIST_P384')).toEqual(['material-not-der']);
    const withBreak = Buffer.concat([compressed, Buffer.from('\n')]);
    expect(ids(withBreak, 'ECC_NIST_P384')).toContain('material-public-key');
  });
});
