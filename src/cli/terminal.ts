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

interface Streams {
  /** Read when they are first needed: opening one takes node a millisecond. */
  readonly stdout: Output;
  readonly stderr: Output;
}

/** @param onGone told when the reader of a stream went away (EPIPE) or the stream failed */
export function createTerminal(
  streams: Streams,
  env: NodeJS.ProcessEnv,
  onGone: (error: NodeJS.ErrnoException) => void,
): Terminal {
  const noColor = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const watched = new Set<Output>();
  const opened = (stream: Output) => {
    if (!watched.has(stream)) stream.on('error', onGone);
    watched.add(stream);
    return stream;
  };
  const stdout = () => opened(streams.stdout);
  const stderr = () => opened(streams.stderr);
  let drawn = false;
  const write = async (chunk: string | Buffer) => {
    if (!stdout().write(chunk)) await once(stdout(), 'drain');
  };
  const line = (text: string) => {
    stderr().write(`${drawn ? '\r\u001b[K' : ''}${printable(text)}\n`);
    drawn = false;
  };
  const refuseBinary = () => {
    if (stdout().isTTY === true)
      throw new KmsKeywrapError('ERR_OUTPUT_REFUSED', 'the output is binary and stdout is a terminal', {
        hint: 'name a file with --out FILE, or pipe stdout into a file or command',
      });
  };
  return {
    get columns() {
      return stdout().isTTY === true ? stdout().columns : undefined;
    },
    get color() {
      return stdout().isTTY === true && !noColor;
    },
    get progress() {
      return stderr().isTTY === true && env['TERM'] !== 'dumb';
    },
    get stderrColumns() {
      return stderr().columns ?? 80;
    },
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
      stderr().write(`\r\u001b[K${text}`);
      drawn = text !== '';
    },
  };
}
