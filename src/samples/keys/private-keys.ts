import { readDer } from '../../formats/structure.ts';
import type { EcKeyFacts, RsaKeyFacts } from '../../formats/keys/facts.ts';
import { toBigInt, toBytes } from '../../formats/der/values.ts';
import {
  bits,
  der,
  integer,
  nullValue,
  objectIdentifier,
  octets,
  sequence,
} from '../../formats/der/write.ts';
import { publicPoint } from '../../crypto/ec-public-key.ts';
import { oids } from '../../tables/algorithms.ts';
import { curves, curveRow, type CurveSpec } from '../../tables/curves.ts';
import type { RandomBytes } from './seeded.ts';

/** The private key inside sound PKCS#8. */
function soundKey(sound: Buffer): EcKeyFacts | RsaKeyFacts {
  const { structure } = readDer(sound);
  const key = structure?.form === 'pkcs8' ? structure.key : undefined;
  if (!key || key.type === 'other') throw new Error('faults are made from sound PKCS#8 of an RSA or EC key');
  return key;
}

/** Parts of an EC private key. */
export interface EcParts {
  readonly spec: CurveSpec;
  readonly scalar: Buffer;
  readonly point: Buffer;
}

export function ecParts(sound: Buffer): EcParts {
  const key = soundKey(sound);
  const spec = key.type === 'ec' && key.outer?.kind === 'named' ? key.outer.spec : undefined;
  if (key.type !== 'ec' || !spec) throw new Error('faults of EC keys are made from sound EC keys');
  return { spec, scalar: key.scalar, point: publicPoint(spec, key.scalar) };
}

/** A key on the curve, from the stream. */
export function ecKeyFrom(spec: CurveSpec, random: RandomBytes): EcParts {
  const { fieldBytes } = curves[spec];
  const value = (toBigInt(random(fieldBytes + 8)) % (curveRow(spec).n - 3n)) + 1n;
  const scalar = toBytes(value, fieldBytes);
  return { spec, scalar, point: publicPoint(spec, scalar) };
}

export const namedCurve = (spec: CurveSpec) => objectIdentifier(curves[spec].oid);

/** What to write instead of the usual fields. */
export interface EcForm {
  readonly version?: number;
  readonly outer?: Buffer;
  /** Parameters inside the ECPrivateKey; none as OpenSSL writes PKCS#8. */
  readonly inner?: Buffer;
  readonly scalar?: Buffer;
  /** null leaves the public key out. */
  readonly point?: Buffer | null;
}

/** ECPrivateKey (RFC 5915, 3). */
export function ecPrivateKey(parts: EcParts, form: EcForm = {}): Buffer {
  const point = form.point === undefined ? parts.point : form.point;
  return sequence(
    integer(form.version ?? 1),
    octets(form.scalar ?? parts.scalar),
    ...(form.inner ? [der(0xa0, form.inner)] : []),
    ...(point ? [der(0xa1, bits(point))] : []),
  );
}

/** PKCS#8 of it; `more` are the fields after the private key. */
export function ecPkcs8(
  parts: EcParts,
  form: EcForm = {},
  more: readonly Buffer[] = [],
  version = 0,
): Buffer {
  const algorithm = sequence(objectIdentifier(oids.ecPublicKey), form.outer ?? namedCurve(parts.spec));
  return sequence(integer(version), algorithm, octets(ecPrivateKey(parts, form)), ...more);
}

/** Integers of an RSA private key with two primes. */
export type RsaIntegers = Readonly<Record<'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qInv', bigint>>;

export function rsaIntegers(sound: Buffer): RsaIntegers {
  const key = soundKey(sound);
  if (key.type !== 'rsa') throw new Error('faults of RSA keys are made from sound RSA keys');
  const { n, e, d, p, q, dp, dq, qInv } = key;
  const value = (magnitude: Buffer | undefined) => toBigInt(magnitude ?? Buffer.alloc(0));
  return {
    n: value(n),
    e: value(e),
    d: value(d),
    p: value(p),
    q: value(q),
    dp: value(dp),
    dq: value(dq),
    qInv: value(qInv),
  };
}

/** RSAPrivateKey (RFC 8017, A.1.2); `others` are OtherPrimeInfo elements. */
export function rsaPrivateKey(key: RsaIntegers, version = 0, others: readonly Buffer[] = []): Buffer {
  const { n, e, d, p, q, dp, dq, qInv } = key;
  const integers = [n, e, d, p, q, dp, dq, qInv].map((value) => integer(value));
  return sequence(integer(version), ...integers, ...(others.length > 0 ? [sequence(...others)] : []));
}

/** PKCS#8 around an RSAPrivateKey. */
export function rsaPkcs8(privateKey: Buffer, more: readonly Buffer[] = [], version = 0): Buffer {
  return sequence(
    integer(version),
    sequence(objectIdentifier(oids.rsaEncryption), nullValue()),
    octets(privateKey),
    ...more,
  );
}
