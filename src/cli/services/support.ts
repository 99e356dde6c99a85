import { KmsKeywrapError } from '../../errors.ts';
import { resolveService } from '../../api/services/names.ts';
import { serviceSupportTable, type ServiceFilter } from '../../api/services/support.ts';
import { serviceNames } from '../../tables/services/names.ts';
import { serviceSupportText } from '../../report/service-support-text.ts';
import { tool } from '../../version.ts';
import type { Context, ExitCode } from '../options/command.ts';
import { formatted } from '../options/options.ts';

interface Options extends ServiceFilter {
  readonly format: string;
}

/** What a service accepts, or each of them where no name narrows it. */
export async function serviceSupport(
  service: string,
  options: Options,
  { terminal }: Context,
): Promise<ExitCode> {
  const format = formatted(options.format, ['text', 'json']);
  const named = options.keySpec ?? options.wrappingAlgorithm;
  if (service === 'all' && named !== undefined)
    throw new KmsKeywrapError('ERR_USAGE', 'names of keys and algorithms are those of one service', {
      hint: 'name the service, or leave the names out',
    });
  const rows = (service === 'all' ? serviceNames : [service]).map(resolveService);
  const combinations = rows.flatMap((row) => serviceSupportTable(row, options));
  if (combinations.length === 0) throw new KmsKeywrapError('ERR_USAGE', 'no combination matches');
  if (format === 'json') {
    const summary = { supported: 0, disputed: 0, unsupported: 0 };
    for (const { status } of combinations) summary[status] += 1;
    await terminal.json({ schema: 'kms-keywrap/support/1', tool, combinations, summary });
  } else await terminal.result(serviceSupportText(rows, combinations, terminal.columns ?? 80));
  return 0;
}
