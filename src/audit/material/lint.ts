import type { CurveFacts } from '../../formats/keys/facts.ts';
import { curves } from '../../tables/curves.ts';
import type { Finding } from '../finding.ts';
import { specOf } from './facts/ec.ts';
import { materialFacts, type MaterialContext, type MaterialFacts } from './facts/facts.ts';
import { specOfKey } from './rules/kind.ts';
import { materialRules } from './rules/index.ts';
import { compareMac } from './rules/mac.ts';
import { compareReference } from './rules/reference.ts';
import type { Observed } from '../result.ts';
import { applyRules } from '../rule.ts';

export type { MaterialContext } from './facts/facts.ts';
export { predictability } from './facts/randomness.ts';
export { outline } from './facts/outline.ts';

/** What a batch compares between subjects. Not for output: a digest of a weak secret betrays it. */
export interface Fingerprints {
  /** SHA-256 that two encodings of one key share; undefined where no key was found. */
  readonly material?: string;
  /** Modulus of an RSA key. */
  readonly modulus?: bigint;
}

export interface MaterialLint {
  /** Most fundamental first. */
  readonly findings: readonly Finding[];
  /** Public facts only: lengths, formats, curve, exponent. */
  readonly observed: Observed;
  readonly fingerprints: Fingerprints;
  /** What the findings were made from. Not for output. */
  readonly facts: MaterialFacts;
}

/**
 * Names what is wrong with plaintext key material. Pure but for the random bases of the primality test; never throws on any bytes.
 * Whether KMS imports the key spec in this partition at all is not judged here, and material for one that it never imports
 * (Ed25519, ML-DSA) is not looked at: see `support`.
 */
export function lintMaterial(material: Buffer, context: MaterialContext): MaterialLint {
  const facts = materialFacts(material, context);
  const findings = facts.due.importable || context.due !== undefined ? runRules(facts) : [];
  const { fingerprint, rsa } = facts;
  return {
    findings,
    observed: observe(material, facts),
    fingerprints: {
      ...(fingerprint === undefined ? {} : { material: fingerprint }),
      ...(rsa?.modulus === undefined ? {} : { modulus: rsa.modulus }),
    },
    facts,
  };
}

function runRules(facts: MaterialFacts): readonly Finding[] {
  const findings = applyRules(materialRules, facts);
  const { reference, expectedMac } = facts.context;
  const compared = reference && compareReference(facts, findings, reference);
  const mac = expectedMac && compareMac(facts, findings, expectedMac);
  return compared || mac ? [...findings, ...[compared, mac].filter((one) => one !== undefined)] : findings;
}

function observe(material: Buffer, facts: MaterialFacts): Observed {
  const { ec, rsa, key, layers, structure, der } = facts;
  const form = structure?.form ?? (facts.raw ? 'raw' : 'unknown');
  const rules = der.departures.length === 0 ? 'der' : 'ber';
  const inmost: string = form === 'pkcs8' ? `pkcs8-${rules}` : form;
  const encoding = layers.reduceRight((inner, { kind }) => `${kind}:${inner}`, inmost);
  const spec = specOfKey(facts) ?? (key?.type === 'other' ? key.name : undefined);
  return {
    materialBytes: material.length,
    encoding,
    ...(spec === undefined ? {} : { keySpec: spec }),
    ...(ec?.curve ? curveOf(ec.curve) : {}),
    ...(rsa ? { modulusBits: rsa.modulusBits } : {}),
    ...(rsa?.publicExponent === undefined ? {} : { publicExponent: rsa.publicExponent.toString() }),
  };
}

/** Name of the curve, where one is stated. */
function curveOf(curve: CurveFacts): { curve?: string } {
  const spec = specOf(curve);
  if (curve.kind === 'named') return { curve: curve.name };
  return spec ? { curve: curves[spec].openssl } : {};
}
