import { describe, expect, it } from 'vitest';
import { integer, sequence } from '../../../src/formats/der/write.ts';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import { gcd, inverse } from '../../../src/crypto/modular.ts';
import { rsaPkcs8, rsaPrivateKey, type RsaIntegers } from '../../../src/samples/keys/private-keys.ts';
import { bitsOf, fromPrimes, prime } from '../../../src/samples/keys/rsa-numbers.ts';
import { primeFrom } from '../../../src/samples/keys/prime.ts';
import { seededRandom } from '../../../src/samples/keys/seeded.ts';

const random = seededRandom(Buffer.from('rsa'), 'test');
const [p, q, r] = [prime(1024, random), prime(1024, random), prime(1024, random)];
const key = fromPrimes(p, q);

const lint = (material: Buffer) => lintMaterial(material, { keySpec: 'RSA_2048', partition: 'aws' }).findings;
const findings = (integers: RsaIntegers) => lint(rsaPkcs8(rsaPrivateKey(integers)));
const ids = (integers: RsaIntegers) => findings(integers).map(({ id, severity }) => `${id} ${severity}`);

describe('sound keys of every habit', () => {
  it('p above q, and q above p with its own coefficient (RFC 8017, 3.2 has no order)', () => {
    expect(ids(key)).toEqual([]);
    expect(ids(fromPrimes(q, p))).toEqual([]);
  });
  it('d modulo λ(n) as well as φ(n) (RFC 8017, 3.1; FIPS 186-5, A.1.1)', () => {
    const lambda = ((p - 1n) * (q - 1n)) / gcd(p - 1n, q - 1n);
    expect(ids({ ...key, d: inverse(65537n, lambda) })).toEqual([]);
  });
});

describe('equations of RFC 8017, 3.2', () => {
  it.each(['n', 'd', 'p', 'q', 'dp', 'dq', 'qInv'] as const)('one bit of %s', (name) =>
    expect(ids({ ...key, [name]: key[name] ^ 256n })).toEqual(['rsa-inconsistent error']),
  );
  it.each(['n', 'd', 'p', 'q', 'dp', 'dq', 'qInv'] as const)('%s of another key', (name) => {
    const other = fromPrimes(primeFrom(r), prime(1024, random));
    expect(ids({ ...key, [name]: other[name] })).toEqual(['rsa-inconsistent error']);
  });
  it('a modulus cut short is a changed modulus, not one of another size', () =>
    expect(ids({ ...key, n: key.n >> 8n })).toEqual(['rsa-inconsistent error']));
  it('a modulus of one has no fingerprint of ROCA', () =>
    expect(ids({ ...key, n: 1n })).toEqual(['rsa-inconsistent error']));
  it('d not below n', () =>
    expect(ids({ ...key, d: key.d + (p - 1n) * (q - 1n) * 4n })).toEqual(['rsa-inconsistent error']));
  it('an integer that is negative', () => {
    const good = rsaPrivateKey(key);
    const at = good.indexOf(integer(key.d).subarray(0, 8));
    good[at + 4] = 0x80;
    expect(lint(rsaPkcs8(good)).map(({ id }) => id)).toContain('rsa-inconsistent');
  });
  it('p is a product of two primes, and everything else fits', () => {
    const composite = prime(512, random) * prime(512, random);
    expect(ids(fromPrimes(composite, q))).toEqual(['rsa-inconsistent error']);
  });
  it('p is a random odd number, tiny factors and all', () => {
    let composite = primeFrom(p + 2n) + 2n;
    while (composite % 3n !== 0n || gcd(65537n, (composite - 1n) * (q - 1n)) !== 1n) composite += 2n;
    expect(ids(fromPrimes(composite, q))).toEqual(['rsa-inconsistent error']);
  });
});

describe('exponents', () => {
  it('another odd one is a warning, an even one and 1 are errors and nothing else is said', () => {
    let e = 3n;
    while (gcd(e, (p - 1n) * (q - 1n)) !== 1n) e += 2n;
    expect(ids(fromPrimes(p, q, { e }))).toEqual(['rsa-exponent warning']);
    let large = (1n << 200n) + 1n;
    while (gcd(large, (p - 1n) * (q - 1n)) !== 1n) large += 2n;
    expect(ids(fromPrimes(p, q, { e: large }))).toEqual(['rsa-exponent warning']);
    for (const impossible of [0n, 1n, 2n, 65536n])
      expect(ids({ ...key, e: impossible })).toEqual(['rsa-exponent error']);
    expect(ids({ ...key, e: 1n, d: 1n, dp: 1n, dq: 1n })).toEqual(['rsa-exponent error']);
  });
  it('a private exponent of half the length is too short (FIPS 186-5, A.1.1), and Wiener is named where he reaches', () => {
    const found = (bits: bigint) => {
      let d = (1n << (bits - 1n)) + 1n;
      while (gcd(d, (p - 1n) * (q - 1n)) !== 1n) d += 2n;
      return findings(fromPrimes(p, q, { d }));
    };
    expect(found(1024n).map(({ id }) => id)).toEqual(['rsa-exponent', 'rsa-small-private-exponent']);
    expect(found(500n).at(-1)?.found).toContain('Wiener');
    expect(found(1030n).map(({ id }) => id)).toEqual(['rsa-exponent']);
  });
});

describe('moduli that can be factored', () => {
  it('the square of a prime, d modulo φ(n) or λ(n)', () => {
    expect(ids(fromPrimes(p, p))).toEqual(['rsa-weak-modulus error']);
    expect(ids({ ...fromPrimes(p, p), d: inverse(65537n, p - 1n) })).toEqual(['rsa-weak-modulus error']);
  });
  it('close primes, but not only neighbours', () =>
    expect(ids(fromPrimes(primeFrom(p + (1n << 900n)), p))).toEqual(['rsa-weak-modulus error']));
  it('primes that share half their bits are far enough', () =>
    expect(ids(fromPrimes(primeFrom(p ^ (1n << 1000n)), p))).toEqual([]));
  it('a tiny factor hidden in p, by a key that works', () => {
    let s = prime(1022, random);
    while (bitsOf(3n * s * q) !== 2048) s = prime(1022, random);
    const order = 2n * (s - 1n) * (q - 1n);
    const d = inverse(65537n, order);
    const hidden = 3n * s;
    const integers = { n: hidden * q, e: 65537n, d, p: hidden, q, dp: d % (hidden - 1n), dq: d % (q - 1n) };
    expect(ids({ ...integers, qInv: inverse(q, hidden) })).toEqual(['rsa-weak-modulus error']);
  });
});

it('two faults that have nothing to do with each other are two findings', () => {
  const small = fromPrimes(prime(512, random), prime(512, random));
  expect(ids({ ...small, dp: small.dp ^ 4n })).toEqual(['rsa-modulus-size error', 'rsa-inconsistent error']);
  expect(lint(rsaPrivateKey({ ...key, dq: key.dq ^ 4n })).map(({ id }) => id)).toEqual([
    'material-pkcs1',
    'rsa-inconsistent',
  ]);
});

it('a million-bit modulus is measured and not computed with', () => {
  const huge = Buffer.alloc(125_000, 0xab);
  const numbers = [huge, Buffer.of(1, 0, 1), huge, huge, huge, huge, huge, huge].map((octets) =>
    integer(BigInt(`0x${octets.toString('hex')}`)),
  );
  expect(lint(rsaPkcs8(sequence(integer(0), ...numbers))).map(({ id }) => id)).toEqual(['rsa-modulus-size']);
});

it('numbers that no key has end in findings: even moduli, exponents above the modulus, factors of any size', () => {
  const factors = [2n, 9n, 1n << 1023n, q + 1n, 3n * (q / 3n)];
  const exponents = (n: bigint) => [0n, 1n, 2n, n - 1n, n | 1n, n + 2n];
  for (const factor of factors)
    for (const e of exponents(p * factor))
      for (const d of [0n, 1n, (1n << 6000n) + 1n]) {
        const crt = { dp: d % (p - 1n), dq: d % (factor - 1n), qInv: factor % p };
        const found = findings({ n: p * factor, e, d, p, q: factor, ...crt });
        expect(found.some(({ severity }) => severity === 'error')).toBe(true);
      }
});
