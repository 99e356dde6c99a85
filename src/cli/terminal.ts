import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { KmsKeywrapError } from '../errors.ts';
import { printable } from '../report/printable.ts';

/*
 * Terminal rules, all of them:
 *  - results go to stdout, everything else to stderr
 *  - binary never goes to a terminal
 *  - colour and progress only on a terminal, and no colour when NO_COLOR is set
 *  - a reader that goes away (EPIPE) ends the command quietly
 */
export interface Terminal {
  /** Columns of stdout when it is a terminal, else undefined. */
  readonly columns: number | undefined;
  /** Colour on stdout. */
  readonly color: boolean;
  /** Progress can be drawn on stderr. */
  readonly progress: boolean;
  readonly stderrColumns: number;
  result(text: string): Promise<void>;
  /** One JSON document, indented. */
  json(document: { schema: string; [field: string]: unknown }): Promise<void>;
  binary(bytes: Buffer): Promise<void>;
  /** @throws `ERR_OUTPUT_REFUSED` when stdout is a terminal */
  refuseBinary(): void;
  /** `kms-keywrap: KIND: message` on stderr. */
  say(kind: 'error' | 'warning' | 'note', message: string): void;
  hint(message: string): void;
  /** A line of `--verbose`. */
  trace(line: string): void;
  /** Draws over the last drawn line; an empty text clears it. */
  draw(text: string): void;
}

type Output = Writable & { isTTY?: boolean; columns?: number };

export function createTerminal(stdout: Output, stderr: Output, env: NodeJS.ProcessEnv): Terminal {
  const noColor = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  let drawn = false;
  const write = async (chunk: string | Buffer) => {
    if (!stdout.write(chunk)) await once(stdout, 'drain');
  };
  const line = (text: string) => {
    if (drawn) stderr.write('\r\u001b[K');
    drawn = false;
    stderr.write(`${printable(text)}\n`);
  };
  const refuseBinary = () => {
    if (stdout.isTTY === true)
      throw new KmsKeywrapError('ERR_OUTPUT_REFUSED', 'the output is binary and stdout is a terminal', {
        hint: 'name a file with --out FILE, or pipe stdout into a file or command',
      });
  };
  return {
    columns: stdout.isTTY === true ? stdout.columns : undefined,
    color: stdout.isTTY === true && !noColor,
    progress: stderr.isTTY === true && env['TERM'] !== 'dumb',
    stderrColumns: stderr.columns ?? 80,
    result: write,
    json: (document) => write(`${JSON.stringify(document, null, 2)}\n`),
    refuseBinary,
    binary: async (bytes) => {
      refuseBinary();
      await write(bytes);
    },
    say: (kind, message) => line(`kms-keywrap: ${kind}: ${message}`),
    hint: (message) => line(`hint: ${message}`),
    trace: line,
    draw: (text) => {
      if (!drawn && text === '') return;
      stderr.write(`\r\u001b[K${text}`);
      drawn = text !== '';
    },
  };
}
