import { toBigInt } from '../../../formats/der/values.ts';
import { integer, sequence } from '../../../formats/der/write.ts';
import { gcd, inverse } from '../../../crypto/modular.ts';
import { primeFrom, publicExponent } from '../../keys/prime.ts';
import type { RandomBytes } from '../../keys/seeded.ts';
import { rsaIntegers, rsaPkcs8, rsaPrivateKey, type RsaIntegers } from '../../keys/private-keys.ts';
import { bitsOf, fromPrimes, prime, rocaPrime } from '../../keys/rsa-numbers.ts';
import type { MaterialFault } from './types.ts';

/** Three primes of a third each: no CRT value of the first two changes. */
function threePrimes(bits: number, random: RandomBytes): Buffer {
  const third = Math.floor(bits / 3);
  const [p, q] = [prime(third, random), prime(third, random)];
  // The last prime makes up the length: 7/8 of 2^bits, so that n has its highest bit set whatever the others are.
  const r = primeFrom((7n << BigInt(bits - 3)) / (p * q));
  const d = inverse(publicExponent, (p - 1n) * (q - 1n) * (r - 1n));
  const key = {
    n: p * q * r,
    e: publicExponent,
    d,
    p,
    q,
    dp: d % (p - 1n),
    dq: d % (q - 1n),
    qInv: inverse(q, p),
  };
  const other = sequence(integer(r), integer(d % (r - 1n)), integer(inverse(p * q, r)));
  return rsaPkcs8(rsaPrivateKey(key, 1, [other]));
}

/** The smallest odd exponent below 65537 that the primes allow. */
function smallExponent({ p, q }: RsaIntegers): bigint {
  for (let e = 3n; ; e += 2n) if (gcd(e, (p - 1n) * (q - 1n)) === 1n) return e;
}

/** A private exponent far below a quarter of the modulus (Wiener). */
function shortExponent({ n, p, q }: RsaIntegers, random: RandomBytes): bigint {
  const order = (p - 1n) * (q - 1n);
  const bits = bitsOf(n) / 4 - 12;
  for (let d = toBigInt(random(bits / 8)) | (1n << BigInt(bits - 1)) | 1n; ; d += 2n)
    if (gcd(d, order) === 1n) return d;
}

const rsa = (
  id: MaterialFault['id'],
  make: (key: RsaIntegers, random: RandomBytes) => Buffer,
  expect: MaterialFault['expect'] = [id],
): MaterialFault => ({
  id,
  expect,
  kinds: ['rsa'],
  make: ({ sound, random }) => make(rsaIntegers(sound), random),
});

const pkcs8 = (key: RsaIntegers) => rsaPkcs8(rsaPrivateKey(key));

/** Faults inside an RSA private key. */
export const rsaFaults: readonly MaterialFault[] = [
  rsa('rsa-modulus-size', (_, random) => pkcs8(fromPrimes(prime(512, random), prime(512, random)))),
  rsa('rsa-multi-prime', ({ n }, random) => threePrimes(bitsOf(n), random)),
  rsa('rsa-private-key-version', (key) => rsaPkcs8(rsaPrivateKey(key, 2))),
  rsa('rsa-inconsistent', (key) => pkcs8({ ...key, n: key.n + 2n })),
  rsa('rsa-inconsistent', (key) => pkcs8({ ...key, dp: key.dp ^ 4n })),
  rsa('rsa-inconsistent', (key) => pkcs8({ ...key, qInv: key.qInv ^ 4n })),
  rsa('rsa-inconsistent', (key) => pkcs8({ ...key, p: key.q, q: key.p })),
  rsa('rsa-exponent', (key) => pkcs8(fromPrimes(key.p, key.q, { e: smallExponent(key) }))),
  rsa('rsa-exponent', (key) => pkcs8({ ...key, e: 65536n })),
  rsa('rsa-weak-modulus', ({ n }, random) => {
    const p = prime(bitsOf(n) / 2, random);
    return pkcs8(fromPrimes(primeFrom(p + 2n), p));
  }),
  rsa('rsa-weak-modulus', ({ n }, random) => {
    const small = 65539n;
    const top = 1n << BigInt(bitsOf(n) - 1);
    const large = primeFrom((top + (toBigInt(random(bitsOf(n) / 8 - 1)) % (top / 2n))) / small + 2n);
    return pkcs8(fromPrimes(large, small));
  }),
  rsa('rsa-weak-modulus', ({ n }, random) => {
    const half = bitsOf(n) / 2;
    return pkcs8(fromPrimes(rocaPrime(half, random), rocaPrime(half, random)));
  }),
  rsa(
    'rsa-small-private-exponent',
    (key, random) => pkcs8(fromPrimes(key.p, key.q, { d: shortExponent(key, random) })),
    ['rsa-small-private-exponent', 'rsa-exponent'],
  ),
  rsa('pkcs8-version', (key) => rsaPkcs8(rsaPrivateKey(key), [], 1)),
];
