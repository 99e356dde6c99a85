import type { ReportKind } from '../../report/model.ts';
import type { CaseStatus, Environment, Summary } from '../../cases/result.ts';
import type { Context, ExitCode } from '../options/command.ts';
import { progressOf } from '../terminal/progress.ts';
import { reportOutput, type ReportRequest } from '../output/report-output.ts';

interface Report<Case> {
  readonly environment: Environment;
  readonly cases: readonly Case[];
  readonly summary: Summary;
}

/** A command that runs cases: `verify` or `golden`. */
export interface CaseRun<Case, Whole extends Report<Case>> {
  readonly name: string;
  readonly kind: ReportKind<Case>;
  /** Runs them; `onCase` is called as each ends. */
  readonly run: (onCase: (ended: Case, total: number) => Promise<void>) => Promise<Whole>;
  /** Whether this machine ran anything of it. */
  readonly ran: (report: Whole) => boolean;
  /** Skipped cases are a fault. */
  readonly failOnSkip?: boolean;
  /** The whole run for a reader of text. */
  readonly text: (report: Whole) => Promise<string>;
}

/** Runs cases, counts them as they end, and reports them: as they come in `jsonl`, in the cases' own order otherwise. */
export async function runCases<Case extends { readonly status: CaseStatus }, Whole extends Report<Case>>(
  { name, kind, run, ran, failOnSkip = false, text }: CaseRun<Case, Whole>,
  request: Omit<ReportRequest, 'inputs' | 'ownText'>,
  context: Context,
): Promise<ExitCode> {
  const { terminal } = context;
  const output = await reportOutput(kind, { ...request, inputs: [], ownText: true }, context);
  const streamed = output.format === 'jsonl';
  if (streamed) output.begin();
  const progress = progressOf(name, terminal);
  const report = await run(async (ended, total) => {
    progress.step(total, ended.status);
    if (streamed) output.each({ result: ended });
  });
  progress.end();
  if (!streamed) {
    output.begin({ environment: { ...report.environment } });
    for (const result of report.cases) output.each({ result });
  }
  if (output.format === 'text') await terminal.result(await text(report));
  await output.end();
  const { failed, skipped } = report.summary;
  // Not to be taken for a success.
  if (skipped > 0 && !ran(report))
    terminal.say(
      'warning',
      `${name} ran nothing: this machine cannot run any of it, and ${skipped} cases were skipped`,
    );
  return failed > 0 || (failOnSkip && skipped > 0) ? 1 : 0;
}
