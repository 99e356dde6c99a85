import { randomBytes } from 'node:crypto';
import { KmsKeywrapError } from '../../errors.ts';
import type { FileIdentity } from '../../run/files/identity.ts';
import type { Audited } from '../result.ts';
import type { Amendment } from './amendments.ts';
import { crossSubject, type NameSubject } from './cross-subject.ts';
import { inOrder, textOf, type Run } from './lanes.ts';
import { lineSource, type Line, type Take } from './lines.ts';
import type { AuditPool } from './pool.ts';
import type { Examined } from './task.ts';

export interface BatchOptions {
  /** Folder that relative paths of the manifest start from. */
  readonly folder: string;
  /** Whether the manifest may name files outside of that folder. */
  readonly allowOutside: boolean;
  /** The files that reports will replace: the batch ends when one of them is to be read. */
  readonly reports?: readonly FileIdentity[] | undefined;
  /** Bytes of files that were read already, or why they could not be, by the path that names them; they make the batch stay in this thread. */
  readonly given?: ReadonlyMap<string, Buffer | KmsKeywrapError>;
  /** How an earlier subject is called in a finding; `line 12` unless given. */
  readonly nameOf?: NameSubject;
  /** Worker threads, asked for when the batch is long enough for them and closed with it; without them all runs in this thread. */
  readonly pool?: () => AuditPool | Promise<AuditPool>;
  readonly signal?: AbortSignal;
  /** Called with the number of results so far. */
  readonly onProgress?: (done: number) => void;
}

/** Batches up to this many lines do not pay for starting threads. */
const smallBatch = 16;
const nameLine: NameSubject = (number) => `line ${number}`;

/** Results of some lines, in their order; each is made when it is asked for. */
export type Results = Iterable<Audited>;

type Finish = (parcel: readonly Line[], examined: Iterable<Examined>) => Results;

/** Takes lines that were taken before once more, then goes on. */
const resume = (head: readonly Line[], take: Take): Take => {
  let rest = head;
  return async (count, sharers) => {
    if (rest.length === 0) return take(count, sharers);
    const taken = rest.slice(0, count);
    rest = rest.slice(count);
    return taken;
  };
};

/**
 * Audits what the lines of a manifest name. Results come in the order of the lines, some at a time; memory holds a
 * bounded number of lines and results, and the name and three digests of each line. Each of the iterables has to be read to
 * its end. What later subjects show of earlier ones is returned after the last result.
 * @throws KmsKeywrapError ERR_ABORTED
 */
export async function* auditManifest(
  chunks: AsyncIterable<string> | Iterable<string>,
  options: BatchOptions,
): AsyncGenerator<Results, readonly Amendment[]> {
  const { folder, allowOutside, reports } = options;
  const context = {
    folder,
    allowOutside,
    markKey: randomBytes(32),
    ...(reports === undefined ? {} : { reports }),
  };
  const { compare, amendments } = crossSubject(options.nameOf ?? nameLine);
  const given = options.given ?? new Map<string, Buffer | KmsKeywrapError>();
  const source = lineSource(chunks);
  const finish: Finish = function* (parcel, examined) {
    let at = 0;
    for (const one of examined) {
      const { failure } = one;
      if (failure?.ends === true) throw new KmsKeywrapError(failure.code, failure.message, failure);
      yield compare(one, parcel[at]?.number ?? 0);
      at += 1;
    }
  };

  const head = await source.head(smallBatch + 1);
  let done = 0;
  const progress = (count: number) => {
    done += count;
    options.onProgress?.(done);
    if (options.signal?.aborted === true) throw new KmsKeywrapError('ERR_ABORTED', 'the audit was stopped');
  };
  if (options.pool === undefined || head.length <= smallBatch || given.size > 0) {
    // Loaded here alone: where threads examine, this one need not know how.
    const [{ examiner }, { batchReader }] = await Promise.all([import('./examine.ts'), import('./files.ts')]);
    const files = batchReader(context);
    const { examineLine } = examiner(context, (path, limit, what) => {
      const known = given.get(path);
      if (known instanceof KmsKeywrapError) throw known;
      return known ?? files.read(path, limit, what);
    });
    try {
      for (let lines = head; lines.length > 0; lines = await source.take(1, 1))
        for (const line of lines) {
          yield finish([line], [examineLine(textOf(line), line.number)]);
          progress(1);
        }
    } finally {
      files.close();
    }
    return amendments();
  }

  const pool = await options.pool();
  const stop = () => void pool.close();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    const runs = pool.threads.map(
      (thread): Run =>
        (lines) =>
          thread.run({ context, ...lines }),
    );
    const parcels = inOrder(resume(head, source.take), runs, Math.ceil(head.length / runs.length));
    for await (const { parcel, answer } of parcels) {
      yield finish(parcel, answer.examined);
      progress(parcel.length);
    }
  } catch (error) {
    if (options.signal?.aborted === true) throw new KmsKeywrapError('ERR_ABORTED', 'the audit was stopped');
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await pool.close();
  }
  return amendments();
}
