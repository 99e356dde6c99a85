import { generateKeyPairSync } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';

const lint = (material: Buffer, keySpec: KeySpec) =>
  lintMaterial(material, { keySpec, partition: 'aws' }).findings;
const ids = (material: Buffer, keySpec: KeySpec) => lint(material, keySpec).map(({ id }) => id);

describe('keys as Java encodes them (OpenJDK 17)', () => {
  const { keys } = JSON.parse(readFileSync(new URL('java-keys.json', import.meta.url), 'utf8')) as {
    keys: Record<string, string>;
  };
  const key = (name: string) => Buffer.from(keys[name] ?? '', 'hex');

  it('RSA has no finding, EC the notice that the public key is left out', () => {
    expect(ids(key('RSA_2048'), 'RSA_2048')).toEqual([]);
    for (const spec of ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521'] as const)
      expect(ids(key(spec), spec)).toEqual(['ec-public-key-missing']);
  });
  it('an RSA key made from modulus and private exponent alone lacks the other integers: one fault', () => {
    const [finding, ...more] = lint(key('RSA_bare'), 'RSA_2048');
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      id: 'rsa-inconsistent',
      found: expect.stringContaining('zero') as unknown,
    });
  });
  it.each(['DSA', 'DH', 'X25519', 'Ed25519'])('%s is a type that is not imported', (name) =>
    expect(ids(key(name), 'ECC_NIST_P256')).toEqual(['key-type-unsupported']),
  );
});

const script = `
import json, sys
from cryptography.hazmat.primitives.asymmetric import ec, rsa, dsa
from cryptography.hazmat.primitives.serialization import *
N, out = NoEncryption(), {}
for name, curve in dict(ECC_NIST_P256=ec.SECP256R1(), ECC_NIST_P384=ec.SECP384R1(), ECC_NIST_P521=ec.SECP521R1(), ECC_SECG_P256K1=ec.SECP256K1()).items():
    key = ec.generate_private_key(curve)
    out[name] = dict(
        pkcs8=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, N),
        pem=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, N),
        legacy=key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, N),
        encrypted=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"test")),
        scalar=key.private_numbers().private_value.to_bytes((curve.key_size + 7) // 8, "big"),
        point=key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint),
        spki=key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    if name != "ECC_SECG_P256K1":
        out[name]["openssh"] = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, N)
key = rsa.generate_private_key(65537, 2048)
out["RSA_2048"] = dict(
    pkcs8=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, N),
    pem=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, N),
    legacy=key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, N),
    encrypted=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"test")),
    openssh=key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, N),
    spki=key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
json.dump({k: {f: b.hex() for f, b in v.items()} for k, v in out.items()}, sys.stdout)
`;

const python = spawnSync('python3', ['-c', script], { encoding: 'utf8' });

it.skipIf(python.status !== 0)(
  "keys as Python's cryptography encodes them (needs python3 with cryptography)",
  () => {
    const made = JSON.parse(python.stdout) as Record<string, Record<string, string>>;
    for (const [spec, forms] of Object.entries(made)) {
      const found = Object.fromEntries(
        Object.entries(forms).map(([form, hex]) => [form, ids(Buffer.from(hex, 'hex'), spec as KeySpec)]),
      );
      const rsa = spec === 'RSA_2048';
      expect({ spec, ...found }).toEqual({
        spec,
        pkcs8: [],
        pem: ['material-pem'],
        legacy: [rsa ? 'material-pkcs1' : 'material-sec1'],
        encrypted: ['material-encrypted'],
        spki: ['material-public-key'],
        ...(rsa ? {} : { scalar: ['material-raw-scalar'], point: ['material-public-key'] }),
        ...(spec === 'ECC_SECG_P256K1' ? {} : { openssh: ['material-pem', 'material-other-format'] }),
      });
    }
  },
);

it('fields that PKCS#8 does not have, after those that it has, are one error (RFC 5208, 5)', () => {
  const sound = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'der',
  });
  const more = Buffer.from('020101020102', 'hex');
  const key = Buffer.concat([sound, more]);
  key.writeUInt8(sound.readUInt8(2) + more.length, 2);
  expect(ids(key, 'ECC_NIST_P256')).toEqual(['material-grammar']);
});
