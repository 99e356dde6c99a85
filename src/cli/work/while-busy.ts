/** Results pass through the calling thread's heap, and would fill whatever room it is given. */
const smallHeap = '--semi-space-growth-factor=1';
/** The optimizing compiler takes cores from RSA: but for the hottest functions a batch ends before that is earned back. */
const lessCompiled = '--interrupt-budget=1000000';

/**
 * What V8 is told once the threads are at work and the hottest functions compiled; not before, because V8 then rejects cached
 * code that was compiled under other flags. It complains of a flag that it does not know: only the releases of node that
 * these were tried with are told.
 */
const whileBusy: Readonly<Record<string, readonly string[]>> = {
  20: [smallHeap, lessCompiled],
  22: [smallHeap],
  24: [smallHeap],
  26: [smallHeap],
};

/** Tells V8 what pays off while a batch runs. */
export async function tellV8(): Promise<void> {
  const [major = ''] = process.versions.node.split('.');
  const { setFlagsFromString } = await import('node:v8');
  for (const flag of whileBusy[major] ?? []) setFlagsFromString(flag);
}
