import { fsyncSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadTmp } from '../host/load-tmp.ts';
import { giveName } from './atomic.ts';
import { writeError } from './file-error.ts';
import { checkOutput, nameTaken, writeOutput, type OutputOptions } from './output.ts';
import { ownPrefix, removeStaleFiles } from './stale.ts';

/** A text that comes in pieces and gets its file name when it is whole. */
export interface Spool {
  /** @throws KmsKeywrapError ERR_OUTPUT_FAILED when the disk is full or failing */
  write(text: string): void;
  /** Flushes the text and gives it its name. Throws as `writeOutput`. */
  finish(): Promise<void>;
}

/** How much text waits for the next write, in characters. */
const gathered = 65_536;

/**
 * Opens a text of any length for writing: it grows in a hidden file (0600) beside its target, so it is never held in memory as a whole.
 * What is not finished goes when the process does. Throws as `checkOutput`.
 */
export async function spoolOutput(target: string, options: OutputOptions): Promise<Spool> {
  if (checkOutput(target, options) === 'stream') return inMemory(target, options);
  const folder = dirname(target);
  await removeStaleFiles(folder);
  const tmp = await loadTmp();
  const { path, fd, cleanup } = await tmp
    .file({ tmpdir: folder, template: `.${ownPrefix()}XXXXXX`, mode: 0o600 })
    .catch((error: unknown) => {
      throw writeError(target, error);
    });
  let waiting = '';
  const flush = () => {
    const text = waiting;
    waiting = '';
    try {
      writeFileSync(fd, text);
    } catch (error) {
      throw writeError(target, error);
    }
  };
  return {
    write(text) {
      waiting += text;
      if (waiting.length > gathered) flush();
    },
    async finish() {
      flush();
      checkOutput(target, options);
      try {
        fsyncSync(fd);
        giveName(path, target, options.force ?? false);
      } catch (error) {
        throw nameTaken(target, error) ?? writeError(target, error);
      }
      await cleanup();
    },
  };
}

/** A FIFO or device has no name to wait for: it gets the text at once, at the end. */
function inMemory(target: string, options: OutputOptions): Spool {
  const pieces: string[] = [];
  return {
    write: (text) => void pieces.push(text),
    finish: () => writeOutput(target, Buffer.from(pieces.join('')), options),
  };
}
