import { curves, curveSpecs } from '../../tables/curves.ts';
import type { CurveFacts, EcKeyFacts, RsaKeyFacts, Structure } from '../keys/facts.ts';
import { withoutLeadingZeros } from '../der/values.ts';

type Members = Readonly<Record<string, unknown>>;

/** A JSON Web Key (RFC 7517), or of a set or a list the first that is private, else the first; undefined where the text is none. */
export function readJwk(text: string): Structure | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const set: unknown = Array.isArray(json) ? json : member(json, 'keys');
  const candidates: readonly unknown[] = Array.isArray(set) ? set : [json];
  let first: Structure | undefined;
  for (const candidate of candidates) {
    const key = isObject(candidate) ? readKey(candidate) : undefined;
    if (key && key.form !== 'public') return key;
    first ??= key;
  }
  return first;
}

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;

const member = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

const text = (members: Members, name: string) =>
  typeof members[name] === 'string' ? members[name] : undefined;

function octets(members: Members, name: string): Buffer | undefined {
  const value = text(members, name);
  return value === undefined ? undefined : Buffer.from(value, 'base64url');
}

function readKey(jwk: Members): Structure | undefined {
  const type = text(jwk, 'kty');
  if (type === 'oct') return { form: 'jwk-oct', raw: octets(jwk, 'k') ?? Buffer.alloc(0) };
  if (type !== 'EC' && type !== 'RSA' && type !== 'OKP' && type !== 'AKP') return undefined;
  if (jwk['d'] === undefined && jwk['priv'] === undefined) return { form: 'public', format: 'jwk-public' };
  const key = type === 'EC' ? ec(jwk) : type === 'RSA' ? rsa(jwk) : other(jwk);
  return { form: 'jwk', key, surplus: [] };
}

function ec(jwk: Members): EcKeyFacts {
  const name = text(jwk, 'crv') ?? 'no curve';
  const spec = curveSpecs.find((known) => curves[known].jwk === name);
  const outer: CurveFacts = spec
    ? { kind: 'named', name: curves[spec].openssl, spec }
    : { kind: 'named', name };
  const x = octets(jwk, 'x');
  const y = octets(jwk, 'y');
  const publicKeys =
    x && y ? [{ at: 'material.ec.publicKey', point: Buffer.concat([Buffer.of(4), x, y]) }] : [];
  return { type: 'ec', outer, scalar: octets(jwk, 'd') ?? Buffer.alloc(0), publicKeys };
}

function rsa(jwk: Members): RsaKeyFacts {
  const integer = (name: string) => {
    const value = octets(jwk, name);
    return value && withoutLeadingZeros(value);
  };
  const others = jwk['oth'];
  return {
    type: 'rsa',
    n: integer('n'),
    e: integer('e'),
    d: integer('d'),
    p: integer('p'),
    q: integer('q'),
    dp: integer('dp'),
    dq: integer('dq'),
    qInv: integer('qi'),
    otherPrimes: Array.isArray(others) ? others.length : 0,
  };
}

const other = (jwk: Members) => ({
  type: 'other' as const,
  name: text(jwk, 'crv') ?? text(jwk, 'alg') ?? 'an unnamed type',
});
