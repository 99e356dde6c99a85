import { type KeySpec, keySpecs } from '../../../tables/key-specs.ts';
import { finding } from '../../finding.ts';
import type { MaterialFacts } from '../facts/facts.ts';
import { isDueEd25519 } from '../facts/also.ts';
import { dueName, specName } from '../words/due.ts';
import { describeAlgorithm, describeKeyType, describeStructure } from '../words/structures.ts';
import { describeCurve } from '../words/ec.ts';
import type { MaterialRule } from './rule.ts';

/** RSA moduli that KMS accepts, in bits, and their key specs. */
export const rsaSpecs: ReadonlyMap<number, KeySpec> = new Map(
  (['RSA_2048', 'RSA_3072', 'RSA_4096'] as const).map((name) => [keySpecs[name].modulusBits, name] as const),
);

/** Key spec of the private key, where KMS has one. */
export function specOfKey({ key, ec, rsa }: Pick<MaterialFacts, 'key' | 'ec' | 'rsa'>): KeySpec | undefined {
  if (ec) return ec.spec;
  if (rsa) return rsaSpecs.get(rsa.modulusBits);
  return key?.type === 'other' ? key.spec : undefined;
}

/** A good key of another key spec, or a private key where raw bytes are expected (and the reverse). */
export const keySpec: MaterialRule = (facts) => {
  const { structure, lengths, context, due } = facts;
  if (lengths) {
    const found = structure && privateKeyName(facts);
    return found === undefined
      ? undefined
      : finding('key-spec-mismatch', 'material', {
          expected: `${lengths.due} raw bytes for ${dueName(context)}`,
          found,
        });
  }
  const mismatch = (found: string) =>
    finding('key-spec-mismatch', 'material', { expected: dueName(context), found });
  if (structure?.form === 'jwk-oct') return mismatch(`a symmetric key of ${structure.raw.length} bytes`);
  const { ec, rsa } = facts;
  if (rsa && due.kind !== 'rsa') return mismatch(`an RSA key of ${rsa.modulusBits} bits`);
  const found = ec || rsa ? specOfKey(facts) : undefined;
  if (found === undefined || found === due.name) return undefined;
  // Which of two curves is meant is not known; it is a mismatch only if neither is the due one.
  if (ec?.disagreement !== undefined && statesDueCurve(facts)) return undefined;
  const detail = ec?.pointOf
    ? `${specName(context, found)} by its curve; its public key is the private key's on ${ec.pointOf}`
    : specName(context, found);
  return mismatch(detail);
};

function statesDueCurve({ ec, due }: MaterialFacts): boolean {
  return [ec?.key.outer, ec?.key.inner].some((curve) => curve && 'spec' in curve && curve.spec === due.name);
}

function privateKeyName({ structure }: MaterialFacts): string | undefined {
  if (!structure) return undefined;
  if (structure.form === 'encrypted') return describeStructure(structure);
  if (structure.form === 'pkcs8') return `a private key (PKCS#8, ${describeAlgorithm(structure.algorithm)})`;
  return 'key' in structure ? `a private key (${describeKeyType(structure.key)})` : undefined;
}

/** The key may well be a sound one: its structure does not say on which curve. */
const nameTheCurve =
  'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it names the curve in the structure. Compare the public key before you use it.';

/** A type or a curve that KMS does not import. */
export const keyType: MaterialRule = ({ key, ec, context }) => {
  if (isDueEd25519(key, context.due)) return undefined;
  if (context.due !== undefined && key?.type === 'other' && key.spec === context.due.row.name)
    return finding('material-not-der', 'material.pkcs8.privateKey', {
      expected: 'an OCTET STRING of 32 bytes (RFC 8410, section 7)',
      found: key.octets === undefined ? 'something else, or a part of it' : `${key.octets} bytes`,
    });
  const found =
    key?.type === 'other'
      ? key.name
      : ec && !ec.spec && !ec.disagreement
        ? `an EC key, ${describeCurve(ec.curve)}`
        : undefined;
  return found === undefined
    ? undefined
    : finding('key-type-unsupported', 'material', {
        expected: dueName(context),
        found,
        ...(ec && ec.curve?.kind !== 'named' ? { fix: nameTheCurve } : {}),
      });
};
