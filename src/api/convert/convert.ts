import { lintMaterial } from '../../audit/material/lint.ts';
import type { Finding } from '../../audit/finding.ts';
import { describeLayer } from '../../audit/material/words/text.ts';
import { describeStructure } from '../../audit/material/words/structures.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { publicKeyOfMaterial } from './public-key.ts';
import { KmsKeywrapError } from '../../errors.ts';
import type { Layer } from '../../formats/text/layer.ts';
import { formatRow } from '../../tables/formats.ts';
import { keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import type { Partition } from '../../tables/partitions.ts';
import { impliedPartition, keySpecSupport } from '../../tables/support.ts';
import { bytesOf } from '../arguments.ts';
import { resolveKeySpec, resolvePartition } from '../names.ts';
import { candidatesOf, type Candidate } from './candidates.ts';
import { describeChange, type Change } from './change.ts';
import { isOpened } from './open.ts';
import { matchesReference } from './reference.ts';

export interface ConvertInput {
  /** What there is: a private key or raw key in any usual form. It is read, not changed. */
  readonly keyMaterial: Buffer;
  readonly keySpec: KeySpec;
  /** Default `aws`, or `aws-cn` for key specs that exist there alone. */
  readonly partition?: Partition | undefined;
  /** Opens what a passphrase protects. Taken as it is: no line break at its end. */
  readonly passphrase?: Buffer | undefined;
  /** The key that it should be: the plaintext or the public key. It decides between readings that both make sense. */
  readonly reference?: Buffer | undefined;
}

/** A layer that was taken off, or a change that was made, for programs and for people. */
export interface ConversionStep {
  readonly kind: Layer['kind'] | Change['kind'];
  readonly description: string;
}

export interface Converted {
  /** Exactly the bytes to be wrapped: raw, or PKCS#8 in DER. */
  readonly keyMaterial: Buffer;
  readonly keySpec: KeySpec;
  readonly partition: Partition;
  /** What stood around the key, outermost first. */
  readonly layers: readonly ConversionStep[];
  /** What was changed of the key's encoding. */
  readonly changes: readonly ConversionStep[];
  /** Of an asymmetric key. */
  readonly publicKey?: {
    /** SHA-256, in hex, of its SubjectPublicKeyInfo in DER, as GetPublicKey returns it. */
    readonly sha256: string;
    /** Compressed point in hex, of a key on secp256k1. */
    readonly compressedPoint?: string;
  };
  /** Warnings and notices of the key material that came out. */
  readonly findings: readonly Finding[];
}

interface Outcome {
  readonly candidate: Candidate;
  readonly bytes: Buffer;
  readonly findings: readonly Finding[];
}

const hasError = ({ findings }: Outcome) => findings.some(({ severity }) => severity === 'error');

/** Layers and content of a candidate in words. */
function describe({ layers, reading }: Candidate): string {
  const { structure, content } = reading;
  const inmost =
    structure && 'format' in structure
      ? describeStructure(structure)
      : structure
        ? `a key (${structure.form})`
        : `${content.length} bytes`;
  return [...layers.map(describeLayer), inmost].join(' > ');
}

/**
 * Turns what there is into the bytes that KMS imports. Nothing is guessed: readings that both make sense are both named and refused,
 * and nothing is returned that does not lint clean.
 * @throws KmsKeywrapError `ERR_NOT_CONVERTIBLE`, `ERR_AMBIGUOUS`, `ERR_PASSPHRASE`, `ERR_UNSUPPORTED_COMBINATION`, `ERR_UNKNOWN_…`, `ERR_USAGE`
 */
export async function convert(input: ConvertInput): Promise<Converted> {
  const due = resolveKeySpec(input.keySpec);
  const keySpec: KeySpec = due.name;
  const partition = resolvePartition(input.partition ?? impliedPartition({ keySpec: due }));
  const support = keySpecSupport(due, partition);
  if (support.status === 'unsupported')
    throw new KmsKeywrapError(
      'ERR_UNSUPPORTED_COMBINATION',
      `KMS does not import ${keySpec} in ${partition}: ${support.reason}`,
    );
  const bytes = bytesOf('keyMaterial', input.keyMaterial);
  const passphrase = input.passphrase && bytesOf('passphrase', input.passphrase);
  const reference = input.reference && bytesOf('reference', input.reference);
  const candidates = candidatesOf(bytes, { due, partition, passphrase });
  const outcomes = distinct(
    candidates,
    (material) => lintMaterial(material, { keySpec, partition }).findings,
  );
  const { candidate, findings, ...chosen } = decide(outcomes, candidates, bytes, keySpec, reference);
  const publicKey = publicKeyOfMaterial(chosen.bytes, keySpec);
  return {
    keyMaterial: chosen.bytes,
    keySpec,
    partition,
    layers: candidate.layers.map((layer) => ({ kind: layer.kind, description: describeLayer(layer) })),
    changes: (candidate.made?.changes ?? []).map((change) => ({
      kind: change.kind,
      description: describeChange(change, (format) => formatRow(format).name),
    })),
    ...(publicKey ? { publicKey } : {}),
    findings,
  };
}

/** Outcomes with different bytes, each linted once. */
function distinct(candidates: readonly Candidate[], lint: (bytes: Buffer) => readonly Finding[]): Outcome[] {
  const seen = new Map<string, Outcome>();
  for (const candidate of candidates) {
    if (!candidate.made) continue;
    const { bytes } = candidate.made;
    const digest = sha256Hex(bytes);
    if (!seen.has(digest)) seen.set(digest, { candidate, bytes, findings: lint(bytes) });
  }
  return [...seen.values()];
}

/** The one outcome that makes sense. @throws where there is none, or are several */
function decide(
  outcomes: readonly Outcome[],
  candidates: readonly Candidate[],
  bytes: Buffer,
  keySpec: KeySpec,
  reference: Buffer | undefined,
): Outcome {
  const sound = outcomes.filter((one) => !hasError(one));
  if (sound.length === 0) throw nothingFound(outcomes, candidates, bytes, keySpec);
  if (reference) {
    const right = sound.filter((one) => matchesReference(one.bytes, reference, keySpec));
    if (right.length === 1) return right[0]!;
    throw new KmsKeywrapError(
      'ERR_NOT_CONVERTIBLE',
      `${sound.length === 1 ? 'the key' : 'none of the keys'} in the file is ${sound.length === 1 ? 'not ' : ''}the reference key`,
      {
        hint: 'check which key the file holds, and which the reference',
      },
    );
  }
  const exact = sound.filter(({ findings }) => findings.every(({ id }) => id !== 'hmac-longer'));
  const left = exact.length > 0 ? exact : sound;
  const [only, other] = left;
  const rival = other ?? decoded(only!, candidates);
  if (rival)
    throw new KmsKeywrapError(
      'ERR_AMBIGUOUS',
      `the file can be read in more than one way: ${describe(only!.candidate)}; or ${describe('candidate' in rival ? rival.candidate : rival)}`,
      {
        hint: 'cut the file down to the key, or name the right key with --reference (its public key or plaintext)',
      },
    );
  return only!;
}

/** A decoded reading of a text that is taken as it stands: whoever has text of the due length may mean what it stands for. */
function decoded({ candidate }: Outcome, candidates: readonly Candidate[]): Candidate | undefined {
  const { reading, layers } = candidate;
  if (reading.structure || !reading.content.every((byte) => byte >= 0x20 && byte < 0x7f)) return undefined;
  return candidates.find(
    (other) => other.layers.length > layers.length && !other.reading.lost && other.made !== undefined,
  );
}

/** Why nothing came out: the first reading that says most. */
function nothingFound(
  outcomes: readonly Outcome[],
  candidates: readonly Candidate[],
  bytes: Buffer,
  keySpec: KeySpec,
): KmsKeywrapError {
  const fail = (message: string, hint?: string) =>
    new KmsKeywrapError('ERR_NOT_CONVERTIBLE', message, hint === undefined ? {} : { hint });
  const closed = candidates.find(
    ({ reading: { structure } }) => structure?.form === 'encrypted' || structure?.form === 'message',
  )?.reading.structure;
  if (closed?.form === 'encrypted' || closed?.form === 'message')
    return fail(
      `found ${describeStructure(closed)}`,
      isOpened(closed.format)
        ? 'give its passphrase with --passphrase-file or --passphrase-stdin'
        : (formatRow(closed.format).advice ??
            'convert does not open this format: export the key from the program that wrote it'),
    );
  const lost = candidates.find(({ reading }) => reading.lost);
  if (lost)
    return fail(
      `bytes were lost: ${describe(lost)}`,
      'export the key again, without a display or a pipe that changes it',
    );
  const [first] = outcomes;
  const [error] = first
    ? first.findings.filter(({ severity }) => severity === 'error')
    : lintMaterial(bytes, {
        keySpec,
        partition: impliedPartition({ keySpec: keySpecRow(keySpec) }),
      }).findings.filter(({ id, severity }) => severity === 'error' && !layerFindings.has(id));
  const known = candidates.find(({ reading: { structure } }) => structure?.form === 'container')?.reading
    .structure;
  const advice = known?.form === 'container' ? formatRow(known.format).advice : undefined;
  const through = first ? describe(first.candidate) : candidates[0] ? describe(candidates[0]) : 'nothing';
  const why = error ? `: ${error.message}${error.found === undefined ? '' : ` (${error.found})`}` : '';
  return fail(`no key material for ${keySpec} in ${through}${why}`, advice);
}

const layerFindings: ReadonlySet<string> = new Set([
  'material-pem',
  'material-base64',
  'material-hex',
  'material-numbers',
  'material-literal',
]);
