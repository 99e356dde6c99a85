import { curves, curveSpecs } from '../../tables/curves.ts';
import type { CurveFacts, EcKeyFacts, RsaKeyFacts, Structure } from '../keys/facts.ts';
import { withoutLeadingZeros } from '../der/values.ts';
import type { Members } from '../text/json.ts';

const text = (members: Members, name: string) =>
  typeof members[name] === 'string' ? members[name] : undefined;

/** base64url (RFC 7515, 2), padded or not. A member of hexadecimal digits alone is not: no random key looks so. */
const base64url = /^[A-Za-z0-9_-]+={0,2}$/;
const hexDigits = /^(?:[0-9a-f]{32,}|[0-9A-F]{32,})$/;

function octets(members: Members, name: string): Buffer | undefined {
  const value = text(members, name);
  if (value === undefined) return undefined;
  const isSound =
    base64url.test(value) && !hexDigits.test(value) && value.replace(/=+$/, '').length % 4 !== 1;
  return isSound ? Buffer.from(value, 'base64url') : Buffer.alloc(0);
}

/** A JSON Web Key (RFC 7517); undefined where the object is something else. */
export function readJwk(jwk: Members): Structure | undefined {
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
