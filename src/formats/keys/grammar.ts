import type { Field, Grammar, Place } from '../der/grammar.ts';

const integer: Grammar = { is: 'INTEGER' };
const objectIdentifier: Grammar = { is: 'OBJECT IDENTIFIER' };
const nothing: Grammar = { is: 'NULL' };
const bits: Grammar = { is: 'BIT STRING' };
const any: Grammar = { is: 'ANY' };
const sequence = (...fields: readonly Field[]): Grammar => ({ is: 'SEQUENCE', fields });
const field = (name: string, grammar: Grammar): Field => ({ name, grammar });
const optional = (name: string, grammar: Grammar, tag?: Field['tag']): Field => ({
  name,
  grammar,
  optional: true,
  ...(tag ? { tag } : {}),
});

/** RSAPrivateKey (RFC 8017, A.1.2). */
const rsaPrivateKey = sequence(
  field('version', integer),
  field('modulus', integer),
  field('publicExponent', integer),
  field('privateExponent', integer),
  field('prime1', integer),
  field('prime2', integer),
  field('exponent1', integer),
  field('exponent2', integer),
  field('coefficient', integer),
  optional('otherPrimeInfos', {
    is: 'SEQUENCE OF',
    of: sequence(field('prime', integer), field('exponent', integer), field('coefficient', integer)),
    least: 1,
  }),
);

/**
 * ECParameters: the named curve of RFC 5480, 2.1.1. Parameters that are spelled out, or NULL, have findings of their own, so that
 * their inside is not looked at here.
 */
const ecParameters: Grammar = {
  is: 'CHOICE',
  of: [objectIdentifier, { is: 'SEQUENCE OF', of: any, least: 0 }, nothing],
};

/** ECPrivateKey (RFC 5915, 3). */
const ecPrivateKey = sequence(
  field('version', integer),
  field('privateKey', { is: 'OCTET STRING' }),
  optional('parameters', ecParameters, { number: 0, mode: 'explicit' }),
  optional('publicKey', bits, { number: 1, mode: 'explicit' }),
);

/** Attributes (RFC 5208, 5; X.501): a type and its values each. */
const attributes: Grammar = {
  is: 'SET OF',
  of: sequence(field('type', objectIdentifier), field('values', { is: 'SET OF', of: any, least: 1 })),
  least: 0,
};

/** PrivateKeyInfo (RFC 5208, 5) with the public key of OneAsymmetricKey (RFC 5958, 2). */
const privateKeyInfo = (parameters: Field, holds: Place): Grammar =>
  sequence(
    field('version', integer),
    field('algorithm', sequence(field('algorithm', objectIdentifier), parameters)),
    field('privateKey', { is: 'OCTET STRING', holds }),
    optional('attributes', attributes, { number: 0, mode: 'implicit' }),
    optional('publicKey', bits, { number: 1, mode: 'implicit' }),
  );

const rsa: Place = { at: 'material.rsa', grammar: rsaPrivateKey };
const ec: Place = { at: 'material.ec', grammar: ecPrivateKey };

/** The structures of a private key, by their form and the kind of key. */
export const privateKeyGrammars = {
  pkcs8: {
    // RFC 8017, A.1: the parameters of rsaEncryption are NULL, and have to be there.
    rsa: { at: 'material.pkcs8', grammar: privateKeyInfo(field('parameters', nothing), rsa) },
    // RFC 5480, 2.1.1. Missing ones have a finding of their own.
    ec: { at: 'material.pkcs8', grammar: privateKeyInfo(optional('parameters', ecParameters), ec) },
  },
  pkcs1: { rsa },
  sec1: { ec },
} as const satisfies Record<string, Partial<Record<'rsa' | 'ec', Place>>>;
