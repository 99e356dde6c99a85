import { auditBlob } from '../../audit/blob/audit.ts';
import { contextOf, type AuditRequest } from '../../audit/blob/facts/context.ts';
import { diagnose } from '../../audit/blob/facts/diagnose.ts';
import { copies, isNewline } from '../../audit/blob/facts/surplus.ts';
import { describeLayer } from '../../audit/material/words/text.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { sm2FromDer, sm2ToDer } from '../../crypto/sm2-ciphertext.ts';
import { sm2PointFrom } from '../../crypto/sm2.ts';
import { unwrapBlob } from '../../crypto/unwrap.ts';
import {
  loadWrappingPrivateKey,
  loadWrappingPublicKey,
  type WrappingPrivateKey,
  type WrappingPublicKey,
} from '../../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { readingsOf, type Reading } from '../../formats/readings.ts';
import type { Layer } from '../../formats/text/layer.ts';
import type { KeySpec } from '../../tables/key-specs.ts';
import type { Partition } from '../../tables/partitions.ts';
import type { WrappingAlgorithm, WrappingAlgorithmRow } from '../../tables/wrapping.ts';
import { bytesOf } from '../arguments.ts';
import { resolveKeySpec, resolvePartition, resolveWrappingAlgorithm } from '../names.ts';

export interface ConvertBlobInput {
  /** A blob in any usual dress: base64, hexadecimal digits, PEM, a field of JSON, a list of numbers. It is read, not changed. */
  readonly encryptedKeyMaterial: Buffer;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  /** The private half of a test key, DER or PEM: the blob that comes out was opened. */
  readonly privateKey?: Buffer | undefined;
  /** The wrapping key, DER or PEM: the blob that comes out has the length and the form of one under it. */
  readonly publicKey?: Buffer | undefined;
  /** Then what comes out is audited as a blob of this key spec too. */
  readonly keySpec?: KeySpec | undefined;
  readonly partition?: Partition | undefined;
}

/** A layer that was taken off, for programs and for people. */
export interface BlobStep {
  readonly kind: Layer['kind'] | 'line-end' | 'header' | 'surplus';
  readonly description: string;
}

export interface ConvertedBlob {
  /** The binary that ImportKeyMaterial takes. */
  readonly encryptedKeyMaterial: Buffer;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  /** What stood around it, outermost first. */
  readonly layers: readonly BlobStep[];
  /** Whether it was opened with the private half, or has the right length and form only. */
  readonly proof: 'opened' | 'form';
}

interface Candidate {
  readonly bytes: Buffer;
  readonly layers: readonly BlobStep[];
}

type Key =
  | { readonly half: 'private'; readonly key: WrappingPrivateKey }
  | { readonly half: 'public'; readonly key: WrappingPublicKey };

function keyOf({ privateKey, publicKey }: ConvertBlobInput): Key {
  if (privateKey !== undefined)
    return { half: 'private', key: loadWrappingPrivateKey(bytesOf('privateKey', privateKey)) };
  if (publicKey !== undefined)
    return { half: 'public', key: loadWrappingPublicKey(bytesOf('publicKey', publicKey)) };
  throw new KmsKeywrapError('ERR_USAGE', 'a blob is recognised by its wrapping key', {
    hint: 'give the private half of a test key, or the wrapping public key',
  });
}

const step = (kind: BlobStep['kind'], description: string): BlobStep => ({ kind, description });

/** Printable text is an encoding of a blob, never a blob: one in 2^300 is. */
const isText = (bytes: Buffer) =>
  bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13));

/** A reading, and the same without the line end after it. */
function* ofReading({ content, layers, lost }: Reading): Generator<Candidate> {
  if (lost !== undefined || isText(content)) return;
  const around = layers.map((layer) => step(layer.kind, describeLayer(layer)));
  yield { bytes: content, layers: around };
  for (const end of [1, 2])
    if (isNewline(content.subarray(-end)))
      yield {
        bytes: content.subarray(0, -end),
        layers: [...around, step('line-end', 'a line end after the blob')],
      };
}

/** What stands between a header and surplus bytes: only decryption tells where. */
function unframed({ bytes, layers }: Candidate, request: AuditRequest): Candidate | undefined {
  const { layout, material } = diagnose(bytes, contextOf(request));
  const { header = 0, surplus } = layout;
  // A line end was seen without the private half too.
  const after = surplus === undefined || surplus.kind === 'newline' ? 0 : surplus.bytes;
  if (material === undefined || header + after === 0) return undefined;
  const around = [
    ...(header === 0 ? [] : [step('header', `${counted(header)} before the blob`)]),
    ...(after === 0 ? [] : [step('surplus', `${counted(after)} after the blob`)]),
  ];
  return { bytes: bytes.subarray(header, bytes.length - after), layers: [...layers, ...around] };
}

const counted = (bytes: number) => (bytes === 1 ? '1 byte' : `${bytes} bytes`);

/** Length and form of what the algorithm makes under this key. */
function hasForm(bytes: Buffer, row: WrappingAlgorithmRow, key: WrappingPublicKey): boolean {
  if (key.kind === 'sm2') {
    const parts = sm2FromDer(bytes);
    return parts !== undefined && sm2ToDer(parts).equals(bytes) && sm2PointFrom(parts.c1) !== undefined;
  }
  if (Buffer.compare(bytes.subarray(0, key.k), key.modulus) >= 0 || copies(bytes) > 1) return false;
  const wrapped = bytes.length - key.k;
  return row.scheme === 'rsa-aes-key-wrap' ? wrapped >= 24 && wrapped % 8 === 0 : wrapped === 0;
}

function opens(blob: Buffer, row: WrappingAlgorithmRow, privateKey: WrappingPrivateKey): boolean {
  try {
    const { material, kek } = unwrapBlob({ blob, privateKey, wrappingAlgorithm: row });
    kek?.fill(0);
    material.fill(0);
    return true;
  } catch (error) {
    if (error instanceof KmsKeywrapError && error.code === 'ERR_UNWRAP') return false;
    throw error;
  }
}

/** Every dress without the blob that it holds is tried; of equal bytes the way with the fewest layers stays. */
function candidatesOf(bytes: Buffer, request: AuditRequest | undefined): Candidate[] {
  const byDigest = new Map<string, Candidate>();
  const add = (candidate: Candidate) => {
    const digest = sha256Hex(candidate.bytes);
    if (!byDigest.has(digest)) byDigest.set(digest, candidate);
  };
  for (const reading of readingsOf(bytes, 'blob'))
    for (const candidate of ofReading(reading)) {
      add(candidate);
      const inner = request && unframed(candidate, request);
      if (inner !== undefined) add(inner);
    }
  return [...byDigest.values()];
}

/** What the search for a header expects inside; it is found by what opens, whatever the key spec. */
const usual = (row: WrappingAlgorithmRow): KeySpec =>
  row.scheme === 'rsa-aes-key-wrap' ? 'RSA_2048' : row.scheme === 'sm2pke' ? 'SM2' : 'SYMMETRIC_DEFAULT';

/**
 * Turns a blob in the dress of text, or with a line end or a header around it, into the binary that KMS imports. Nothing is guessed:
 * with the private half of the wrapping key the blob was opened; with the public key its length and form are right. Where bytes
 * were lost, nothing comes out.
 * @throws KmsKeywrapError `ERR_NOT_CONVERTIBLE`, `ERR_AMBIGUOUS`, `ERR_PRIVATE_KEY`, `ERR_PUBLIC_KEY`, `ERR_UNKNOWN_…`, `ERR_USAGE`
 */
export function convertBlob(input: ConvertBlobInput): ConvertedBlob {
  const row = resolveWrappingAlgorithm(input.wrappingAlgorithm);
  const keySpec = input.keySpec === undefined ? undefined : resolveKeySpec(input.keySpec).name;
  const partition = resolvePartition(input.partition ?? (row.wrappingKey === 'sm2' ? 'aws-cn' : 'aws'));
  const bytes = bytesOf('encryptedKeyMaterial', input.encryptedKeyMaterial);
  const { half, key } = keyOf(input);
  if (key.kind !== row.wrappingKey)
    throw new KmsKeywrapError(
      half === 'private' ? 'ERR_PRIVATE_KEY' : 'ERR_PUBLIC_KEY',
      `${row.name} needs an ${row.wrappingKey.toUpperCase()} key, found an ${key.kind.toUpperCase()} one`,
    );
  const asked = { keySpec: keySpec ?? usual(row), wrappingAlgorithm: row.name, partition };
  const request = half === 'private' ? { ...asked, privateKey: key } : undefined;
  const fits = (blob: Buffer) => (half === 'private' ? opens(blob, row, key) : hasForm(blob, row, key));
  const left = candidatesOf(bytes, request).filter((candidate) => fits(candidate.bytes));
  const [only, other] = left;
  if (other !== undefined)
    throw new KmsKeywrapError('ERR_AMBIGUOUS', `the file can be read as a blob in ${left.length} ways`, {
      hint:
        half === 'private'
          ? 'cut the file down to one blob'
          : 'cut the file down to one blob, or give the private half of a test key, which tells the blob from other bytes',
    });
  if (only === undefined)
    throw new KmsKeywrapError(
      'ERR_NOT_CONVERTIBLE',
      half === 'private'
        ? `nothing in the file opens as ${row.name} with this private key`
        : `nothing in the file has the length and form of ${row.name} under this wrapping key`,
      { hint: 'kms-keywrap audit names what is wrong with the file' },
    );
  if (keySpec !== undefined) refuseFaults(only.bytes, request ?? { ...asked, publicKey: key });
  return {
    encryptedKeyMaterial: Buffer.from(only.bytes),
    wrappingAlgorithm: row.name,
    layers: only.layers,
    proof: half === 'private' ? 'opened' : 'form',
  };
}

/** A blob of another length, or whose key material KMS would refuse, is not what was asked for. */
function refuseFaults(blob: Buffer, request: AuditRequest): void {
  const { findings } = auditBlob({ id: 'blob', path: 'blob', blob, ...request }).result;
  const fault = findings.find(({ severity }) => severity === 'error');
  if (fault === undefined) return;
  const found = fault.found === undefined ? '' : `: ${fault.found}`;
  throw new KmsKeywrapError(
    'ERR_NOT_CONVERTIBLE',
    `the blob is not one of ${request.keySpec} key material: ${fault.message}${found} (${fault.id})`,
    { hint: fault.fix },
  );
}
