import { availableParallelism } from 'node:os';
import { jobsOf, millisecondsOf } from '../../api/arguments.ts';
import { resolveService } from '../../api/services/names.ts';
import { environment } from '../../cases/environment.ts';
import { summarize, type Environment, type Summary } from '../../cases/result.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { reportKinds } from '../../report/kinds.ts';
import { serviceVerifyText } from '../../report/service-verify-text.ts';
import { findOpenssl } from '../../run/find.ts';
import { withWorkspace } from '../../run/workspace.ts';
import { partitionOf } from '../../tables/partitions.ts';
import { serviceNames } from '../../tables/services/names.ts';
import { runServiceCases, type ServiceCase } from '../../verify/services.ts';
import { verify } from '../../verify/verify.ts';
import type { CommonOptions, Context, ExitCode } from '../options/command.ts';
import { opensslOptions } from '../options/openssl-options.ts';
import { readJobs } from '../options/options.ts';
import type { ReportRequest } from '../output/report-output.ts';
import { runCases } from '../work/run-cases.ts';

interface Options extends CommonOptions, Omit<ReportRequest, 'inputs' | 'ownText' | 'format'> {
  readonly jobs?: string | undefined;
  readonly failOnSkip: boolean;
  readonly repeat?: string | undefined;
  readonly keySpec?: readonly string[] | undefined;
  readonly wrappingAlgorithm?: readonly string[] | undefined;
  readonly wrappingKeySpec?: readonly string[] | undefined;
}

interface Report {
  readonly environment: Environment;
  readonly cases: readonly ServiceCase[];
  readonly summary: Summary;
}

/** `verify --service S`, and `verify --service all`, which runs the partitions of AWS KMS too. */
export async function serviceVerify(service: string, options: Options, context: Context): Promise<ExitCode> {
  const narrowing = ['keySpec', 'wrappingAlgorithm', 'wrappingKeySpec', 'repeat'] as const;
  if (narrowing.some((name) => options[name] !== undefined))
    throw new KmsKeywrapError('ERR_USAGE', 'verify --service runs every combination of the service, once', {
      hint: 'leave --key-spec, --wrapping-algorithm, --wrapping-key-spec and --repeat out',
    });
  const all = service === 'all';
  const rows = (all ? serviceNames.filter((name) => partitionOf(name) === undefined) : [service]).map(
    resolveService,
  );
  const jobs = jobsOf(readJobs(options.jobs), availableParallelism() * 2);
  const running = opensslOptions(options, context);
  return runCases(
    {
      name: 'verify',
      kind: reportKinds.verify,
      run,
      ran: ({ cases }: Report) =>
        cases.some((one) => one.support !== 'unsupported' && one.status !== 'skipped'),
      failOnSkip: options.failOnSkip,
      text: async (report: Report) => serviceVerifyText(report),
    },
    options,
    context,
  );

  async function run(onCase: (ended: ServiceCase, total: number) => Promise<void>) {
    const aws: ServiceCase[] = [];
    if (all) {
      const report = await verify({ partition: 'all', jobs, ...running });
      for (const { partition, round: _, ...one } of report.cases) aws.push({ ...one, service: partition });
      for (const one of aws) await onCase(one, aws.length);
    }
    const openssl = findOpenssl({ path: running.openssl });
    const cases = await withWorkspace((workspace) =>
      runServiceCases({
        rows,
        jobs,
        context: { ...running, openssl, workspace, timeout: millisecondsOf(running.timeout) },
        onCase: (ended, total) => onCase(ended, aws.length + total),
      }),
    );
    const ran = [...aws, ...cases];
    return { environment: await environment(openssl), cases: ran, summary: summarize(ran) };
  }
}
