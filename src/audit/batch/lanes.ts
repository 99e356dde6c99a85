import { EventEmitter, once } from 'node:events';
import type { Line, Take } from './lines.ts';
import type { ParcelResult } from './pool.ts';
import type { Parcel } from './worker.ts';

/** How long a parcel should keep a thread busy, in milliseconds: long against a message, short against the end of the run. */
const parcelMs = 25;
const largestParcel = 128;
/** Finished parcels that may wait for an earlier one, for each thread. */
const waiting = 4;

/** Has a thread examine some lines. */
export type Run = (lines: Pick<Parcel, 'lines' | 'numbers'>) => Promise<ParcelResult>;

interface Done {
  readonly parcel: readonly Line[];
  readonly answer: ParcelResult;
}

/** A line that was too long to keep stands as a line that is not JSON. */
export const textOf = ({ text }: Line) => text ?? '"a line that is too long"';

/**
 * Sends lines to the threads in parcels and takes the results in order. Each thread has one parcel at a time: a second one
 * waiting with it would save a tenth of a millisecond, but lets objects that are no longer needed keep each other alive.
 * @param runs one for each thread
 * @param first lines of the first parcel of each thread: what a line costs is not known yet
 * @throws what a thread rejects with
 */
export async function* inOrder(take: Take, runs: readonly Run[], first: number): AsyncGenerator<Done> {
  const done = new Map<number, Done>();
  const events = new EventEmitter().setMaxListeners(0);
  const jobs = runs.length;
  let size = first;
  let started = 0;
  let next = 0;
  let lanes = jobs;
  let failure: unknown;
  let taken: Promise<unknown> = Promise.resolve();

  /** Two parcels for each thread: whoever ends last has half of what the others had. */
  const sharers = 2 * jobs;
  const isFull = () => started - next >= jobs * waiting;
  const lane = async (run: Run) => {
    for (;;) {
      while (isFull()) await once(events, 'room');
      const turn = taken.then(() => take(size, sharers));
      taken = turn;
      const at = started;
      started += 1;
      const parcel = await turn;
      if (parcel.length === 0) return;
      const answer = await run({
        lines: parcel.map(textOf),
        numbers: parcel.map(({ number }) => number),
      });
      size = Math.max(1, Math.min(largestParcel, Math.round((parcelMs * parcel.length) / answer.ms)));
      done.set(at, { parcel, answer });
      events.emit('done');
    }
  };
  for (const run of runs)
    lane(run)
      .catch((error: unknown) => (failure ??= error))
      .finally(() => {
        lanes -= 1;
        events.emit('done');
      });

  for (;;) {
    const one = done.get(next);
    if (one !== undefined) {
      done.delete(next);
      next += 1;
      events.emit('room');
      yield one;
    } else if (failure !== undefined) throw failure;
    else if (lanes === 0) return;
    else await once(events, 'done');
  }
}
