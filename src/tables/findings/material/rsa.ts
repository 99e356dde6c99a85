import { materialFinding, type FindingInfo } from '../types.ts';

export const materialRsaFindings = {
  'rsa-modulus-size': materialFinding({
    severity: 'error',
    title: 'the RSA modulus is not of a size that KMS accepts',
    meaning: 'KMS imports RSA keys whose modulus has exactly 2048, 3072 or 4096 bits.',
    cause: 'An old or a special key, or a generator whose modulus came out one bit short.',
    fix: 'Generate a key of one of the three sizes: `openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048`.',
    source: 'REQ',
  }),
  'rsa-multi-prime': materialFinding({
    severity: 'error',
    title: 'the RSA key has more than two primes',
    meaning: 'KMS imports RSA keys with exactly two primes.',
    cause: '`openssl genrsa -primes 3`, or a library that makes such keys for speed.',
    fix: 'Generate a key with two primes; one with more cannot be turned into one with two.',
    source: 'REQ',
  }),
  'rsa-private-key-version': materialFinding({
    severity: 'error',
    title: 'the RSAPrivateKey version does not fit its primes',
    meaning:
      'RFC 8017 gives version 0 to a key with two primes and version 1 to one with more; a reader has to refuse any other.',
    cause: 'A structure built by hand.',
    fix: 'Export the key again with a library that writes RFC 8017.',
    source: 'RFC8017',
  }),
  'rsa-inconsistent': materialFinding({
    severity: 'error',
    title: 'the integers of the RSA key do not fit each other',
    meaning:
      'The modulus is not the product of the primes, or an exponent or the coefficient belongs to another key, or one of the primes is not prime. Operations with it would give wrong results, and a fault in the CRT part can betray the primes.',
    cause:
      'Fields of two keys were put together, a byte was changed on the way, or p and q were exchanged without the values that go with them.',
    fix: 'Export the key again. Where only primes or CRT values are missing or zero, run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it recovers them from the modulus, the public and the private exponent (n, e and d).',
    source: 'RFC8017',
  }),
  'rsa-exponent': materialFinding({
    severity: 'warning',
    title: 'the public exponent is not 65537',
    meaning:
      'Another odd exponent works, but is uncommon and in part risky; an even one or 1 makes no RSA key at all. That KMS accepts others is not documented.',
    cause:
      'A generator with its own default (3 in older smart cards and DNSSEC tools), or a field that was filled wrongly.',
    fix: 'Generate the key with the exponent 65537, which every generator offers.',
    source: 'FIPS186',
  }),
  'rsa-weak-modulus': materialFinding({
    severity: 'error',
    title: 'the RSA modulus can be factored',
    meaning: 'Anyone who has the public key can compute the private key.',
    cause:
      'A generator with too little randomness or a flawed search for primes (ROCA: Infineon chips up to 2017), or a modulus with a tiny factor.',
    fix: 'Do not use the key. Generate another one elsewhere, and replace whatever it has protected.',
    source: 'FIPS186',
    exposure: 'undetected',
  }),
  'rsa-small-private-exponent': materialFinding({
    severity: 'error',
    title: 'the private exponent is too small',
    meaning:
      'A short private exponent can be computed from the public key (Wiener 1990, Boneh and Durfee 1999); FIPS 186-5 wants it longer than half the modulus.',
    cause: 'The private exponent was chosen short, for speed, and the public one computed from it.',
    fix: 'Do not use the key. Generate one with the public exponent 65537.',
    source: 'FIPS186',
    exposure: 'undetected',
  }),
} satisfies Record<string, FindingInfo>;
