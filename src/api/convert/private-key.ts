import { isFormOf, publicPoint } from '../../crypto/ec-public-key.ts';
import { completeRsa, type RsaNumbers } from '../../crypto/rsa-completion.ts';
import { toBigInt, toBytes } from '../../formats/der/values.ts';
import type { CurveFacts, EcKeyFacts, KeyFacts, RsaKeyFacts, Structure } from '../../formats/keys/facts.ts';
import { ecPrivateKeyInfo, rsaPrivateKeyInfo } from '../../formats/keys/private-key-writer.ts';
import type { Reading } from '../../formats/readings.ts';
import { oids } from '../../tables/algorithms.ts';
import { curveRow, curves, isCurveSpec, type CurveSpec } from '../../tables/curves.ts';
import type { KeySpec } from '../../tables/key-specs.ts';
import type { Change } from './change.ts';

/** Key material that a reading gives, and what was changed on the way. */
export interface Made {
  readonly bytes: Buffer;
  readonly changes: readonly Change[];
}

/** PKCS#8 of the private key that a reading holds; undefined where it holds none of this key spec. */
export function privateKeyOf(reading: Reading, keySpec: KeySpec): Made | undefined {
  const { structure } = reading;
  const key = structure && 'key' in structure ? structure.key : undefined;
  if (isCurveSpec(keySpec)) {
    if (key?.type === 'ec') return fromKey(reading, key, ecKey(key, keySpec));
    return structure === undefined ? fromScalar(reading, keySpec) : undefined;
  }
  return key?.type === 'rsa' ? fromKey(reading, key, rsaKey(key)) : undefined;
}

/** A made key with the changes of the structure around its numbers. */
function fromKey(reading: Reading, key: KeyFacts, made: Made | undefined): Made | undefined {
  if (made === undefined) return undefined;
  const outer = [...structureChanges(reading.structure!, key), ...trailingChanges(reading)];
  const changes = [...outer, ...made.changes];
  const end = reading.der.root ? reading.der.end : reading.content.length;
  const same = made.bytes.equals(reading.content.subarray(0, end));
  return {
    bytes: made.bytes,
    changes: changes.length === 0 && !same ? [{ kind: 'encoded-again' }] : changes,
  };
}

function structureChanges(structure: Structure, key: KeyFacts): Change[] {
  const { form } = structure;
  if (form === 'pkcs1' || form === 'sec1' || form === 'jwk') return [{ kind: 'form', from: form }];
  if (form === 'container') return [{ kind: 'form', from: structure.format }];
  if (form !== 'pkcs8') return [];
  const due = key.type === 'rsa' ? oids.rsaEncryption : oids.ecPublicKey;
  const other = structure.algorithm !== due || structure.bareAlgorithm === true;
  return [
    ...(other ? [{ kind: 'algorithm', from: structure.algorithm } as const] : []),
    ...(structure.version === 0 ? [] : [{ kind: 'pkcs8-version', from: structure.version } as const]),
    ...(structure.attributes ? [{ kind: 'attributes-dropped' } as const] : []),
  ];
}

function trailingChanges({ trailing }: Reading): Change[] {
  if (trailing.length === 0) return [];
  return /^[\r\n]{1,4}$/.test(trailing.toString('latin1', 0, 8))
    ? [{ kind: 'line-break-dropped' }]
    : [{ kind: 'trailing-dropped', bytes: trailing.length }];
}

/** Whether a private number is one of the curve. */
const isInRange = (value: bigint, spec: CurveSpec) =>
  value >= 1n && value <= curveRow(spec).n - curveRow(spec).orderMargin;

function ecKey(key: EcKeyFacts, spec: CurveSpec): Made | undefined {
  const { fieldBytes } = curves[spec];
  const value = key.scalar.length <= 2 * fieldBytes ? toBigInt(key.scalar) : 0n;
  if (!isInRange(value, spec)) return undefined;
  const scalar = toBytes(value, fieldBytes);
  const point = publicPoint(spec, scalar);
  // A stated public key of another number or curve says that something was changed.
  if (key.publicKeys.some((stated) => !isFormOf(stated.point, point))) return undefined;
  const stated = [key.outer, key.inner].filter((curve) => curve !== undefined);
  if (stated.some((curve) => !isOf(curve, spec))) return undefined;
  const named = stated.some(({ kind }) => kind === 'named');
  const explicit = stated.some(({ kind }) => kind === 'explicit');
  const proof = explicit ? 'parameters' : key.publicKeys.length > 0 ? 'public-key' : 'key-spec';
  const changes: Change[] = [];
  if (!named) changes.push({ kind: 'curve-named', from: explicit ? 'explicit' : 'absent', proof });
  if (key.version !== undefined && key.version !== 1) changes.push({ kind: 'ec-version', from: key.version });
  if (key.publicKeys.length === 0) changes.push({ kind: 'public-key-added' });
  const { length } = key.scalar;
  if (length < fieldBytes) changes.push({ kind: 'scalar-padded', bytes: length });
  if (length > fieldBytes) changes.push({ kind: 'scalar-shortened', bytes: length });
  return { bytes: ecPrivateKeyInfo(spec, scalar, point), changes };
}

/** Explicit parameters have to be those of the curve, all of them; missing ones say nothing. */
const isOf = (curve: CurveFacts, spec: CurveSpec) => curve.kind === 'none' || curve.spec === spec;

/** A number alone, or with its point before or after it. */
function fromScalar(reading: Reading, spec: CurveSpec): Made | undefined {
  const { content, layers } = reading;
  const { fieldBytes } = curves[spec];
  const form: Change = { kind: 'form', from: 'raw-scalar' };
  // Readable characters are text that no layer explains.
  if (content.every((byte) => byte >= 0x20 && byte < 0x7f)) return undefined;
  const pair = scalarAndPoint(content, spec);
  if (pair) return { bytes: ecPrivateKeyInfo(spec, pair.scalar, pair.point), changes: [form] };
  const [octets, lineBreak] = layers.length === 0 ? withoutLineBreak(content, fieldBytes) : [content, false];
  const value = octets.length <= fieldBytes + 1 ? toBigInt(octets) : 0n;
  if (!isInRange(value, spec) || octets.length < shortestScalar(spec)) return undefined;
  const digits = layers.at(-1);
  if (
    digits?.kind === 'hex' &&
    digits.odd &&
    octets.length !== shortestScalar(spec) &&
    octets.length !== fieldBytes
  )
    return undefined;
  const scalar = toBytes(value, fieldBytes);
  const isShort = octets.length < fieldBytes || (digits?.kind === 'hex' && digits.odd === true);
  return {
    bytes: ecPrivateKeyInfo(spec, scalar, publicPoint(spec, scalar)),
    changes: [
      form,
      ...(lineBreak ? [{ kind: 'line-break-dropped' } as const] : []),
      ...(isShort ? [{ kind: 'scalar-padded', bytes: octets.length } as const] : []),
      { kind: 'public-key-added' },
    ],
  };
}

/** One number in 256 is a byte shorter than the order; fewer bytes are more likely a part that was lost. */
const shortestScalar = (spec: CurveSpec) => Math.ceil(curveRow(spec).n.toString(2).length / 8) - 1;

function withoutLineBreak(octets: Buffer, due: number): [Buffer, boolean] {
  const rest = octets.toString('latin1', due, due + 4);
  return rest === '\n' || rest === '\r\n' ? [octets.subarray(0, due), true] : [octets, false];
}

function scalarAndPoint(content: Buffer, spec: CurveSpec): { scalar: Buffer; point: Buffer } | undefined {
  const { fieldBytes } = curves[spec];
  const others = [fieldBytes + 1, 2 * fieldBytes, 2 * fieldBytes + 1];
  if (!others.includes(content.length - fieldBytes)) return undefined;
  const halves: [Buffer, Buffer][] = [
    [content.subarray(0, fieldBytes), content.subarray(fieldBytes)],
    [content.subarray(-fieldBytes), content.subarray(0, -fieldBytes)],
  ];
  for (const [scalar, stated] of halves) {
    if (!isInRange(toBigInt(scalar), spec)) continue;
    const point = publicPoint(spec, scalar);
    if (isFormOf(stated, point) || point.subarray(1).equals(stated)) return { scalar, point };
  }
  return undefined;
}

/** Longest integer that is computed with, in bytes. */
const longest = 1024;

function rsaKey({ n, e, d, p, q, dp, dq, qInv, otherPrimes }: RsaKeyFacts): Made | undefined {
  const members = { n, e, d, p, q, dp, dq, qInv };
  if (otherPrimes > 0 || Object.values(members).some((octets) => octets && octets.length > longest))
    return undefined;
  const numbers: Partial<Record<keyof RsaNumbers, bigint>> = {};
  for (const [name, octets] of Object.entries(members))
    if (octets) numbers[name as keyof RsaNumbers] = toBigInt(octets);
  const done = completeRsa(numbers);
  return (
    done && {
      bytes: rsaPrivateKeyInfo(done.key),
      changes: done.completed.map((what) => ({ kind: 'completed', what })),
    }
  );
}
