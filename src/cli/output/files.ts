import { sha256Hex } from '../../crypto/hash.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { checkOutput, writeOutput as writeFile } from '../../run/files/output.ts';
import { printableLine } from '../../printable.ts';
import { readInput } from '../../run/files/input.ts';
import { tool } from '../../version.ts';
import type { Context } from '../options/command.ts';

/** Most bytes that are read of a key, of key material or of a blob. KMS's own limit for a blob is 6144. */
export const inputLimit = 1 << 20;

/** The bytes of a file, or of stdin for `-`. `what` is named in errors: `public key`. */
export const readBytes = (path: string, what: string, { signal }: Context): Promise<Buffer> =>
  readInput(path, { what: `the ${what}`, limit: inputLimit, signal });

/** Only one of the inputs can come from stdin. */
export function refuseStdinTwice(paths: readonly (string | undefined)[]): void {
  if (paths.filter((path) => path === '-').length > 1)
    throw new KmsKeywrapError('ERR_USAGE', 'stdin (-) can be only one of the inputs');
}

export interface OutputRequest {
  /** Target path, or `-` for stdout. */
  readonly out: string;
  readonly force: boolean;
  /** Files that were read, none of which may be overwritten. */
  readonly inputs: readonly string[];
  readonly format: 'text' | 'json';
  readonly context: Context;
}

/** Refuses, before any work is done, what could not be written afterwards. */
export function checkTarget({ out, force, inputs, format, context }: OutputRequest): void {
  if (out !== '-') {
    checkOutput(out, { force, inputs });
    return;
  }
  if (format === 'json')
    throw new KmsKeywrapError('ERR_USAGE', '--out - and --format json both want stdout', {
      hint: 'name a file with --out FILE',
    });
  context.terminal.refuseBinary();
}

export interface Result {
  readonly schema: string;
  /** What was written, for the line on stdout: `ECC_NIST_P384 key material`. */
  readonly what: string;
  /** Fields of the JSON document, beside file, bytes and sha256. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Writes the bytes whole or not at all, and says so. The bytes are filled with zeros afterwards. */
export async function writeOutput(
  bytes: Buffer,
  request: OutputRequest,
  { schema, what, facts }: Result,
): Promise<void> {
  const { out, force, inputs, format, context } = request;
  const { terminal } = context;
  try {
    if (out === '-') return await terminal.binary(Buffer.from(bytes));
    await writeFile(out, bytes, { force, inputs, signal: context.signal });
    const sha256 = sha256Hex(bytes);
    if (format === 'json')
      await terminal.json({
        schema,
        tool,
        ...facts,
        file: out,
        bytes: bytes.length,
        sha256,
      });
    else await terminal.done(`wrote ${printableLine(out)}: ${what}, ${bytes.length} bytes\n`);
  } finally {
    bytes.fill(0);
  }
}
