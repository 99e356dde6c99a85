import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { KmsKeywrapError } from '../../errors.ts';
import { printable, printableJson } from '../../printable.ts';

/*
 * Terminal rules, all of them:
 *  - results go to stdout, everything else to stderr
 *  - binary never goes to a terminal
 *  - colour and progress only on a terminal, and no colour when NO_COLOR is set
 *  - control characters that came from outside are spelled out, and no message has a line that could be taken for another
 *  - a stdout whose reader went away ends the command, unless a report is still to be written; any other failure of it is
 *    an error; a stderr that fails costs its messages and nothing else
 */
export interface Terminal {
  /** Columns of stdout when it is a terminal, else undefined. */
  readonly columns: number | undefined;
  /** Colour on stdout. */
  readonly color: boolean;
  /** Progress can be drawn on stderr. */
  readonly progress: boolean;
  readonly stderrColumns: number;
  /** Text of any lines; control characters in it are spelled out. */
  result(text: string): Promise<void>;
  /** A line that says what was written: nothing where the user wants quiet. */
  done(text: string): Promise<void>;
  /** No notes, no progress and no `done` from now on. */
  quieten(): void;
  /** What a reporter made, which spells them out itself and may colour its text. */
  report(text: string): Promise<void>;
  /** One JSON document: indented, or on one line. */
  json(document: { schema: string; [field: string]: unknown }, form?: 'indented' | 'line'): Promise<void>;
  binary(bytes: Buffer): Promise<void>;
  /** @throws `ERR_OUTPUT_REFUSED` when stdout is a terminal */
  refuseBinary(): void;
  /** The command has more to do than to fill stdout: that its reader goes away does not end it. */
  outlastReader(): void;
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

/** Columns of a terminal; one that does not know its size says 0. */
const width = ({ columns = 0 }: Output) => (columns > 0 ? columns : undefined);

/** @param onLost told once that stdout cannot be written to any more: its reader went away (EPIPE), or its disk is full */
export function createTerminal(
  streams: Streams,
  env: NodeJS.ProcessEnv,
  onLost: (error: NodeJS.ErrnoException) => void,
): Terminal {
  const noColor = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const watched = new Set<Output>();
  const opened = (stream: Output, onError: (error: NodeJS.ErrnoException) => void) => {
    if (!watched.has(stream)) stream.on('error', onError);
    watched.add(stream);
    return stream;
  };
  let lost = false;
  let outlasting = false;
  const lose = (error: NodeJS.ErrnoException) => {
    if (lost) return;
    lost = true;
    if (!(outlasting && error.code === 'EPIPE')) onLost(error);
  };
  const stdout = () => opened(streams.stdout, lose);
  const stderr = () => opened(streams.stderr, () => undefined);
  let drawn = false;
  let quiet = false;
  const write = async (chunk: string | Buffer) => {
    if (lost || stdout().write(chunk)) return;
    // A stream that fails while it is waited for is told to `lose`.
    await once(stdout(), 'drain').catch(() => undefined);
  };
  const line = (text: string) => {
    stderr().write(`${drawn ? '\r\u001b[K' : ''}${printable(text).replaceAll('\n', '\n  ')}\n`);
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
      return stdout().isTTY === true ? width(stdout()) : undefined;
    },
    get color() {
      return stdout().isTTY === true && !noColor;
    },
    get progress() {
      return !quiet && stderr().isTTY === true && env['TERM'] !== 'dumb';
    },
    get stderrColumns() {
      return width(stderr()) ?? 80;
    },
    result: (text) => write(printable(text)),
    done: async (text) => {
      if (!quiet) await write(printable(text));
    },
    quieten: () => void (quiet = true),
    report: write,
    json: (document, form = 'indented') =>
      write(`${printableJson(document, form === 'indented' ? 2 : undefined)}\n`),
    refuseBinary,
    outlastReader: () => void (outlasting = true),
    binary: async (bytes) => {
      refuseBinary();
      await write(bytes);
    },
    say: (kind, message) => {
      if (kind !== 'note' || !quiet) line(`kms-keywrap: ${kind}: ${message}`);
    },
    hint: (message) => line(`hint: ${message}`),
    trace: line,
    draw: (text) => {
      if (!drawn && text === '') return;
      stderr().write(`\r\u001b[K${text}`);
      drawn = text !== '';
    },
  };
}
