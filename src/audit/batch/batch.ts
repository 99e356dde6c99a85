import { randomBytes } from 'node:crypto';
import { KmsKeywrapError } from '../../errors.ts';
import type { AuditResult } from '../result.ts';
import { crossSubject, type NameSubject } from './cross-subject.ts';
import { examiner } from './examine.ts';
import { batchReader } from './files.ts';
import { maximumLineLength, splitLines, type Line } from './lines.ts';
import { createPool, type AuditPool, type ParcelResult } from './pool.ts';

export interface BatchOptions {
  /** Folder that relative paths of the manifest start from. */
  readonly folder: string;
  /** Whether the manifest may name files outside of that folder. */
  readonly allowOutside: boolean;
  /** Bytes of files that were read already, by the path that names them; they make the batch stay in this thread. */
  readonly given?: ReadonlyMap<string, Buffer>;
  /** How an earlier subject is called in a finding; `line 12` unless given. */
  readonly nameOf?: NameSubject;
  /** Worker threads. */
  readonly jobs: number;
  /** The worker's built module; without it everything runs in the calling thread. */
  readonly worker?: URL;
  readonly signal?: AbortSignal;
  /** Called with the number of results so far. */
  readonly onProgress?: (done: number) => void;
}

/** Batches up to this many lines do not pay for starting threads. */
const smallBatch = 16;
/** How long a parcel of lines should keep a thread busy, in milliseconds: long against a message, short against the end of the run. */
const parcelMs = 12;
const largestParcel = 64;
/** Parcels under way for each thread: one at work, one waiting. */
const ahead = 2;

const nameLine: NameSubject = (number) => `line ${number}`;

/**
 * Audits what the lines of a manifest name. Results come in the order of the lines; memory holds a bounded number of
 * lines and results, and three digests for each line.
 * @throws KmsKeywrapError ERR_ABORTED
 */
export async function* auditManifest(
  chunks: AsyncIterable<string> | Iterable<string>,
  options: BatchOptions,
): AsyncGenerator<AuditResult> {
  const context = { folder: options.folder, allowOutside: options.allowOutside, markKey: randomBytes(32) };
  const compare = crossSubject(options.nameOf ?? nameLine);
  const given = options.given ?? new Map<string, Buffer>();
  const lines = splitLines(chunks);
  let done = 0;
  const finish = function* (parcel: readonly Line[], { examined }: Pick<ParcelResult, 'examined'>) {
    for (const [at, one] of examined.entries()) yield compare(one, parcel[at]?.number ?? 0);
    done += examined.length;
    options.onProgress?.(done);
    if (options.signal?.aborted === true) throw new KmsKeywrapError('ERR_ABORTED', 'the audit was stopped');
  };

  const head = await take(lines, smallBatch + 1);
  if (options.worker === undefined || head.length <= smallBatch || given.size > 0) {
    const files = batchReader(context);
    const { examineLine } = examiner(context, (path, limit) => given.get(path) ?? files(path, limit));
    const here = (line: Line) => ({ examined: [examineLine(textOf(line), line.number)] });
    for (const line of head) yield* finish([line], here(line));
    for await (const line of lines) yield* finish([line], here(line));
    return;
  }

  const pool = createPool(options.worker, context, options.jobs);
  const stop = () => void pool.close();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    yield* inParcels(head, lines, pool, options.jobs, finish);
  } catch (error) {
    if (options.signal?.aborted === true) throw new KmsKeywrapError('ERR_ABORTED', 'the audit was stopped');
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await pool.close();
  }
}

/** Sends parcels to the pool, so many ahead that no thread waits, and takes the results in order. */
async function* inParcels(
  head: readonly Line[],
  lines: AsyncGenerator<Line>,
  pool: AuditPool,
  jobs: number,
  finish: (parcel: readonly Line[], result: ParcelResult) => Generator<AuditResult>,
): AsyncGenerator<AuditResult> {
  const underWay: { parcel: readonly Line[]; result: Promise<ParcelResult> }[] = [];
  const send = (parcel: readonly Line[]) => {
    const result = pool.run({ lines: parcel.map(textOf), numbers: parcel.map(({ number }) => number) });
    // Looked at when its turn comes; until then a failure is not an unhandled one.
    result.catch(() => undefined);
    underWay.push({ parcel, result });
  };
  // The first parcels are small: what a line costs is not known yet.
  let size = Math.ceil(head.length / (jobs * ahead));
  for (let at = 0; at < head.length; at += size) send(head.slice(at, at + size));
  for (let more = true; more || underWay.length > 0;) {
    while (more && underWay.length < jobs * ahead) {
      const parcel = await take(lines, size);
      more = parcel.length === size;
      if (parcel.length > 0) send(parcel);
    }
    const next = underWay.shift();
    if (next === undefined) break;
    const result = await next.result;
    const each = result.ms / Math.max(1, next.parcel.length);
    size = Math.max(1, Math.min(largestParcel, Math.round(parcelMs / each)));
    yield* finish(next.parcel, result);
  }
}

async function take(lines: AsyncGenerator<Line>, count: number): Promise<Line[]> {
  const taken: Line[] = [];
  while (taken.length < count) {
    const { value, done } = await lines.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

/** A line that was too long to keep stands as one that is no JSON of a manifest. */
const textOf = ({ text }: Line) =>
  text ?? JSON.stringify(`a line of more than ${maximumLineLength} characters`);
