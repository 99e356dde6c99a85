import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import path from 'node:path';
import { fromBER } from 'asn1js';
import { describe, expect, it } from 'vitest';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import { bits, der, objectIdentifier, sequence } from '../../../src/formats/der/write.ts';
import { ecKeyFrom, ecPkcs8, namedCurve } from '../../../src/samples/keys/private-keys.ts';
import { testKey } from '../../../src/samples/keys/test-keys.ts';
import { seededRandom } from '../../../src/samples/keys/seeded.ts';
import { mutationsOf, type Mutation } from './mutations.ts';

const random = seededRandom(Buffer.from('one node changed'), 'keys');
const sound = {
  RSA_2048: testKey('RSA_2048'),
  ECC_NIST_P256: ecPkcs8(ecKeyFrom('ECC_NIST_P256', random)),
  ECC_NIST_P384: ecPkcs8(ecKeyFrom('ECC_NIST_P384', random)),
  ECC_NIST_P521: ecPkcs8(ecKeyFrom('ECC_NIST_P521', random)),
  ECC_SECG_P256K1: ecPkcs8(ecKeyFrom('ECC_SECG_P256K1', random)),
  SM2: ecPkcs8(ecKeyFrom('SM2', random)),
} as const;
type Spec = keyof typeof sound;

interface Judged extends Mutation {
  readonly spec: Spec;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const p256 = ecKeyFrom('ECC_NIST_P256', random);
const usage = sequence(objectIdentifier('2.5.29.15'), der(0x31, bits(Buffer.of(0x80))));
/** The optional fields of RFC 5208 and RFC 5915 are there: the curve inside, and attributes. */
const whole = ecPkcs8(p256, { inner: namedCurve('ECC_NIST_P256') }, [der(0xa0, usage)]);

const judge = (spec: Spec, bytes: Buffer): readonly Judged[] =>
  mutationsOf(bytes).map((mutation) => {
    const { findings } = lintMaterial(mutation.bytes, { keySpec: spec, partition: 'aws-cn' });
    const ids = (severity: string) =>
      findings.filter((one) => one.severity === severity && one.id !== 'material-known').map(({ id }) => id);
    return { ...mutation, spec, errors: ids('error'), warnings: ids('warning') };
  });

const judged = Object.entries(sound).flatMap(([spec, bytes]) => judge(spec as Spec, bytes));

const unmarked = judged.filter(({ errors, warnings }) => errors.length + warnings.length === 0);

/** What a reader answers for each key, in their order; undefined where it is not on this machine. */
type Reader = (keys: readonly Judged[]) => readonly boolean[] | undefined;

function answers(
  command: string,
  args: readonly string[],
  lines: readonly string[],
): readonly boolean[] | undefined {
  try {
    const output = execFileSync(command, args, {
      input: lines.map((line) => `${line}\n`).join(''),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    return output
      .trim()
      .split('\n')
      .map((line) => line === '1');
  } catch {
    return undefined;
  }
}

function accepts(read: () => void): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

const hex = ({ bytes }: Judged) => bytes.toString('hex');
const readers: Readonly<Record<string, { readonly read: Reader; readonly without: readonly Spec[] }>> = {
  'node:crypto': {
    without: [],
    read: (keys) =>
      keys.map(({ bytes }) => accepts(() => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }))),
  },
  'asn1js': {
    without: [],
    read: (keys) =>
      keys.map(({ bytes }) => {
        const { offset } = fromBER(Uint8Array.from(bytes).buffer);
        return offset === bytes.length;
      }),
  },
  "Python's cryptography": {
    without: ['SM2'],
    read: (keys) => answers('python3', [path.join(import.meta.dirname, 'strict-reader.py')], keys.map(hex)),
  },
  "Java's KeyFactory": {
    without: ['SM2', 'ECC_SECG_P256K1'],
    read: (keys) =>
      answers(
        'java',
        [path.join(import.meta.dirname, 'StrictReader.java')],
        keys.map((key) => `${key.spec === 'RSA_2048' ? 'RSA' : 'EC'} ${hex(key)}`),
      ),
  },
};

describe('a key with one changed node that is accepted without a finding', () => {
  for (const [name, { read, without }] of Object.entries(readers))
    it(`is accepted by ${name} too`, ({ skip }) => {
      const keys = unmarked.filter(({ spec }) => !without.includes(spec));
      const verdicts = read(keys);
      if (verdicts === undefined) return skip(`${name} is not on this machine`);
      expect(verdicts).toHaveLength(keys.length);
      const refused = keys.filter((_, index) => !verdicts[index]);
      expect(refused.map((key) => `${key.spec} ${key.name}`)).toEqual([]);
    });

  it('is one without its optional public key, and no other', () => {
    expect(judged.length).toBeGreaterThan(1500);
    expect(unmarked.map(({ spec, name }) => `${spec} ${name}`)).toEqual(
      Object.keys(sound)
        .filter((spec) => spec !== 'RSA_2048')
        .map((spec) => `${spec} drop 2.0.2`),
    );
  });
});

/**
 * What cryptography rejects beyond the documents: object identifiers of more than 63 bytes, attributes with more than one value; and a
 * scalar that is longer than the field, for which the audit has a warning.
 */
const narrower =
  /^(?:pad with 1200 zeros|replace by 1200 bytes|insert (?:a long )?INTEGER after) 3\.0|^pad with 00 2\.0\.1$/;

describe('a key with all optional fields and one changed node', () => {
  const keys = judge('ECC_NIST_P256', whole).filter(({ errors }) => errors.length === 0);
  const others = [
    ['node:crypto', undefined],
    ["Python's cryptography", narrower],
  ] as const;
  for (const [name, except] of others)
    it(`has an error where ${name} rejects it`, ({ skip }) => {
      const verdicts = readers[name]!.read(keys);
      if (verdicts === undefined) return skip(`${name} is not on this machine`);
      expect(keys.length).toBeGreaterThan(5);
      const rejected = keys.filter((_, index) => !verdicts[index]).map((key) => key.name);
      expect(rejected.filter((one) => !except?.test(one))).toEqual([]);
    });
});

/** Parameters that are spelled out, of a curve that cannot be known: two faults. */
const twoFaults = /wrap in SEQUENCE 1\.1$/;

describe('one changed node', () => {
  it('is one error at most', () => {
    const several = judged.filter(({ errors, name }) => errors.length > 1 && !twoFaults.test(name));
    expect(several.map(({ spec, name, errors }) => `${spec} ${name}: ${errors.join(', ')}`)).toEqual([]);
  });

  it('is a mere warning only where the scalar is longer than the field (RFC 5915, 3)', () => {
    const mere = judged.filter(({ errors, warnings }) => errors.length === 0 && warnings.length > 0);
    expect(new Set(mere.map(({ name, warnings }) => `${name}: ${warnings.join(', ')}`))).toEqual(
      new Set(['pad with 00 2.0.1: ec-scalar-length']),
    );
  });
});
