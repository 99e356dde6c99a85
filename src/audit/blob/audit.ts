import { keySpecRow } from '../../tables/key-specs.ts';
import type { ExpectedMac } from '../../crypto/mac.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { compareMaterial, referenceKind } from '../material/compare.ts';
import { contextOf, type AuditRequest, type Context } from './facts/context.ts';
import { diagnose } from './facts/diagnose.ts';
import type { BlobFacts } from './facts/types.ts';
import type { Finding } from '../finding.ts';
import type { MaterialFacts } from '../material/facts/facts.ts';
import { lintMaterial, type Fingerprints } from '../material/lint.ts';
import { observeBlob } from './observe.ts';
import { compareBlobs, openReference, type ReferenceBlob } from './reference.ts';
import type { AuditResult, Observed, ReferenceComparison } from '../result.ts';
import { applyRules } from '../rule.ts';
import { blobRules } from './rules/index.ts';
import { verdictOf } from '../verdict.ts';

export { contextKeeper, type AuditRequest } from './facts/context.ts';

/** A blob, what was asked for, and the keys, read once with `readPrivateKey` or `readPublicKey`. */
export interface AuditInput extends AuditRequest {
  readonly id: string;
  readonly path: string;
  readonly blob: Buffer;
  /** What `contextOf` makes of the request: blobs of one request may share it. */
  readonly context?: Context;
  /** Rounds of the primality test of RSA key material; see `MaterialContext`. */
  readonly primalityRounds?: number;
  /** How the reference is called in the result. */
  readonly referencePath?: string;
  /** The MAC that the HMAC key inside must give. */
  readonly expectedMac?: ExpectedMac;
}

/** What a batch compares between blobs. Not for output: a digest of a weak secret betrays it. */
export interface BlobFingerprints extends Fingerprints {
  /** SHA-256 of the file. */
  readonly blob: string;
  /** SHA-256 of the AES key. */
  readonly kek?: string;
}

export interface BlobAudit {
  readonly result: AuditResult;
  readonly fingerprints: BlobFingerprints;
  /** The key material inside, where it was reached. Not for output. */
  readonly material?: Buffer;
  /** What is known of that key material, where its key spec can be imported. Not for output. */
  readonly inside?: MaterialFacts;
}

/** Findings, observations and fingerprints of the key material inside, where it was reached. */
function lintInside(facts: BlobFacts, input: AuditInput) {
  const { keySpec, partition, due, primalityRounds, expectedMac } = input;
  const { reference = facts.context.publicReference } = facts.context;
  if (facts.material === undefined || (due === undefined && !keySpecRow(keySpec).importable))
    return { findings: [], observed: {} satisfies Observed, fingerprints: {}, facts: undefined };
  return lintMaterial(facts.material, {
    keySpec,
    partition,
    ...(due === undefined ? {} : { due: due.material }),
    ...(reference === undefined ? {} : { reference }),
    ...(expectedMac === undefined ? {} : { expectedMac }),
    ...(primalityRounds === undefined ? {} : { primalityRounds }),
  });
}

/** What the blob holds beside what it should hold, for those who want to see the difference. */
function compareInside(
  { material }: BlobFacts,
  { reference, keySpec, referencePath = 'reference' }: AuditInput,
  opened: ReferenceBlob | undefined,
  findings: readonly Finding[],
): ReferenceComparison | undefined {
  if (reference === undefined || material === undefined) return undefined;
  const kind = opened === undefined ? referenceKind(reference, keySpec) : 'blob';
  const bytes = opened?.material ?? reference;
  return compareMaterial(material, { path: referencePath, kind, bytes }, findings);
}

/**
 * Names what is wrong with a blob: bytes in, result out, no I/O. Never throws on any bytes; time and memory are bounded:
 * `budgets.ts` says how far.
 */
export function auditBlob(input: AuditInput): BlobAudit {
  const { blob, id, path } = input;
  const reference = openReference(input);
  const facts = diagnose(
    blob,
    reference === undefined
      ? (input.context ?? contextOf(input))
      : contextOf({ ...input, reference: reference.material }),
  );
  const inside = lintInside(facts, input);
  const observed = Object.assign(observeBlob(facts), inside.observed);
  const compared = reference === undefined ? [] : compareBlobs(observeBlob(facts), reference.observed);
  const comparison = compareInside(facts, input, reference, [...inside.findings, ...compared]);
  const findings = [...applyRules(blobRules, facts), ...inside.findings, ...compared];
  const blobDigest = sha256Hex(blob);
  // That everyone has the key is said of each blob; that two share it adds nothing.
  const guessable = findings.some(({ id }) => id === 'kek-all-zero' || id === 'kek-predictable');
  const kek = guessable ? undefined : facts.wrap?.candidate?.kek;
  return {
    result: {
      id,
      status: 'examined',
      subject: { path, bytes: blob.length, sha256: blobDigest },
      expected: facts.context.expected,
      observed,
      // Without the private key, seeing nothing wrong proves nothing.
      verdict: verdictOf(findings, facts.material !== undefined),
      findings,
      ...(comparison === undefined ? {} : { reference: comparison }),
    },
    fingerprints: {
      blob: blobDigest,
      ...inside.fingerprints,
      ...(kek === undefined ? {} : { kek: sha256Hex(kek) }),
    },
    ...(facts.material === undefined ? {} : { material: facts.material }),
    ...(inside.facts === undefined ? {} : { inside: inside.facts }),
  };
}
