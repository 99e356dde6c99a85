import { resolveMaterial, resolveService } from '../../api/services/names.ts';
import { lintForService } from '../../audit/services/lint.ts';
import { reportKinds } from '../../report/kinds.ts';
import type { Context, ExitCode } from '../options/command.ts';
import { failOnValues, hasWarning } from '../options/fail-on.ts';
import { choice, required } from '../options/options.ts';
import { readBytes, refuseStdinTwice } from '../output/files.ts';
import { reportOutput, type ReportRequest } from '../output/report-output.ts';

interface Options extends Omit<ReportRequest, 'inputs'> {
  readonly file: string;
  readonly keySpec?: string | undefined;
  readonly reference?: string | undefined;
  readonly failOn: string;
}

/** `lint --service S` */
export async function serviceLint(service: string, options: Options, context: Context): Promise<ExitCode> {
  const { file, reference } = options;
  const row = resolveService(service);
  const due = resolveMaterial(row, required('key-spec', options.keySpec));
  const inputs = [file, ...(reference === undefined ? [] : [reference])];
  refuseStdinTwice(inputs);
  const failOn = choice('fail-on', options.failOn, failOnValues);
  const report = await reportOutput(reportKinds.lint, { ...options, inputs }, context);
  const material = await readBytes(file, 'key material', context);
  const bytes = reference === undefined ? undefined : await readBytes(reference, 'reference', context);
  try {
    const result = lintForService({
      id: file,
      path: file,
      material,
      row,
      due,
      ...(reference === undefined || bytes === undefined ? {} : { reference: { path: reference, bytes } }),
    });
    report.begin({ detail: 'all' });
    report.each({ result });
    await report.end();
    return result.verdict === 'reject' || (failOn === 'warning' && hasWarning(result)) ? 1 : 0;
  } finally {
    material.fill(0);
    bytes?.fill(0);
  }
}
