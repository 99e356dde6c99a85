import { relative, resolve } from 'node:path';
import { KmsKeywrapError } from '../../errors.ts';
import { formatOfFile, loadReporter, reportFormats, type ReportFormat } from '../../report/formats.ts';
import type { Amended, OwnReporter, ReportKind, ReportOptions, ReportWriter } from '../../report/model.ts';
import { spoolOutput } from '../../run/files/spool.ts';
import { tool } from '../../version.ts';
import type { Context } from '../options/command.ts';
import { formatted } from '../options/options.ts';

/** Options of the commands that report: `audit`, `lint`, `verify`. */
export const reportOptions = {
  'format': {
    type: 'string',
    requiresArg: true,
    default: 'text',
    describe: reportFormats.join(', '),
    values: reportFormats,
    alias: 'f',
  },
  'report': {
    type: 'string',
    array: true,
    requiresArg: true,
    describe:
      'also write a report to this file, in the format of its ending (.json .jsonl .xml .sarif .md .html), else of --format',
  },
  'sarif-root': {
    type: 'string',
    requiresArg: true,
    describe: 'root of the repository: SARIF names files relative to it, as GitHub code scanning wants them',
  },
  'force': { type: 'boolean', default: false, describe: 'overwrite an existing report' },
} as const;

export interface ReportRequest {
  readonly format: string;
  readonly report?: readonly string[] | undefined;
  readonly sarifRoot?: string | undefined;
  /** What is examined, for the headings. */
  readonly manifest?: string | undefined;
  readonly force: boolean;
  /** Files that are read, none of which may be overwritten. */
  readonly inputs: readonly string[];
  /** The command shows its own text on stdout when the format is `text`. */
  readonly ownText?: boolean;
}

/** A result as it reaches a report: with its printable JSON, and the word it is counted under, where they are known. */
export type Reported<Result> =
  | { readonly result: Result; readonly json?: undefined }
  | { readonly result: Result; readonly json: string; readonly word: string };

function textOf<Result>(writer: ReportWriter<Result>, one: Reported<Result>): string {
  if (one.json === undefined || writer.passOn === undefined) return writer.each(one.result);
  return writer.passOn(one.json, one.word);
}

type Details = Pick<ReportOptions, 'batch' | 'detail' | 'environment'>;

/** A report that goes into a file. */
interface FiledReport<Result> {
  readonly spool: Awaited<ReturnType<typeof spoolOutput>>;
  readonly reporter: OwnReporter<Result>;
  writer: ReportWriter<Result> | undefined;
}

/** What the headings and SARIF are told of where the files lie. */
function rootOf({ manifest, sarifRoot }: ReportRequest): Pick<ReportOptions, 'manifest' | 'fromRoot'> {
  return {
    ...(manifest === undefined ? {} : { manifest }),
    ...(sarifRoot === undefined ? {} : { fromRoot: (path) => relative(resolve(sarifRoot), resolve(path)) }),
  };
}

/** How much text may wait before it leaves, in characters. */
const gathered = 32_768;

/**
 * Where a command's results go: to stdout as they come, and whole into the file of `--report` at the end. Refuses
 * beforehand what could not be written afterwards.
 */
export async function reportOutput<Result>(
  kind: ReportKind<Result>,
  request: ReportRequest,
  { terminal, signal }: Context,
) {
  const format = formatted(request.format, reportFormats);
  const names = request.report ?? [];
  if (names.includes('-'))
    throw new KmsKeywrapError('ERR_USAGE', '--report - would share stdout with what the command prints', {
      hint: `print the report itself with --format: ${reportFormats.join(', ')}`,
    });
  const reporterOf = async (name: ReportFormat): Promise<OwnReporter<Result>> =>
    (await kind.own?.[name]?.()) ?? (await loadReporter(name));
  const reporter = await reporterOf(format);
  const files: FiledReport<Result>[] = [];
  for (const file of names)
    files.push({
      spool: await spoolOutput(file, { force: request.force, inputs: request.inputs, signal }),
      reporter: await reporterOf(formatOfFile(file, format)),
      writer: undefined,
    });
  if (files.length > 0) terminal.outlastReader();
  let shown: ReportWriter<Result> | undefined;
  let waiting = '';
  /** What stands before the first result: nothing leaves before there is one, so that an error stands alone. */
  let opening = '';
  let leaving: Promise<void> = Promise.resolve();

  const flush = () => {
    const text = waiting;
    waiting = '';
    if (text !== '') leaving = leaving.then(() => terminal.report(text));
    return leaving;
  };
  /** Results that come in one turn of the event loop leave in one piece. */
  const show = (text: string) => {
    if (waiting === '' && opening + text !== '') setImmediate(() => void flush());
    waiting += opening + text;
    opening = '';
  };

  return {
    format,
    begin(details: Details = {}): void {
      const common = { tool, started: new Date(), ...rootOf(request), ...details };
      const { columns, color } = terminal;
      if (format !== 'text' || request.ownText !== true)
        shown = reporter(kind, { ...common, color, ...(columns === undefined ? {} : { width: columns }) });
      for (const file of files) {
        file.writer = file.reporter(kind, common);
        file.spool.write(file.writer.begin());
      }
      opening = shown?.begin() ?? '';
    },
    each(one: Reported<Result>): void {
      for (const { spool, writer } of files) if (writer !== undefined) spool.write(textOf(writer, one));
      if (shown !== undefined) show(textOf(shown, one));
    },
    /** What was shown of an earlier result. */
    amend(amended: Amended): void {
      for (const { spool, writer } of files) spool.write(writer?.amend?.(amended) ?? '');
      show(shown?.amend?.(amended) ?? '');
    },
    /** Waits for a slow reader of stdout. */
    async drain(): Promise<void> {
      if (waiting.length > gathered) await flush();
      await leaving;
    },
    async end(): Promise<void> {
      show(shown?.end() ?? '');
      await flush();
      for (const { spool, writer } of files) {
        spool.write(writer?.end() ?? '');
        await spool.finish();
      }
    },
  };
}
