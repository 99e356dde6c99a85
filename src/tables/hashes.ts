import { named, namesOf } from './named.ts';

interface Hash {
  /** Digest length in bytes. */
  readonly bytes: number;
  /** The standard's spelling. */
  readonly title: string;
  /** OID of the hash function, dotted (RFC 8017, B.1; NIST CSOR; GB/T 33560). */
  readonly oid: string;
}

const nist = (arc: number) => `2.16.840.1.101.3.4.2.${arc}`;

/** Hash functions that the tables, the oracle and the auditor speak of, by the name that node and openssl share. */
export const hashes = named({
  'md5': { bytes: 16, title: 'MD5', oid: '1.2.840.113549.2.5' },
  'sha1': { bytes: 20, title: 'SHA-1', oid: '1.3.14.3.2.26' },
  'sha224': { bytes: 28, title: 'SHA-224', oid: nist(4) },
  'sha256': { bytes: 32, title: 'SHA-256', oid: nist(1) },
  'sha384': { bytes: 48, title: 'SHA-384', oid: nist(2) },
  'sha512': { bytes: 64, title: 'SHA-512', oid: nist(3) },
  'sha512-224': { bytes: 28, title: 'SHA-512/224', oid: nist(5) },
  'sha512-256': { bytes: 32, title: 'SHA-512/256', oid: nist(6) },
  'sha3-224': { bytes: 28, title: 'SHA3-224', oid: nist(7) },
  'sha3-256': { bytes: 32, title: 'SHA3-256', oid: nist(8) },
  'sha3-384': { bytes: 48, title: 'SHA3-384', oid: nist(9) },
  'sha3-512': { bytes: 64, title: 'SHA3-512', oid: nist(10) },
  'sm3': { bytes: 32, title: 'SM3', oid: '1.2.156.10197.1.401' },
} as const satisfies Record<string, Hash>);

export type HashName = keyof typeof hashes;
export const hashNames = namesOf(hashes);

export const isHashName = (name: string): name is HashName => Object.hasOwn(hashes, name);
