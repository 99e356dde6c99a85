import { KmsKeywrapError } from '../../errors.ts';
import { supportTable } from '../../api/support-table.ts';
import { command } from '../options/command.ts';
import { tool } from '../../version.ts';
import { forAws, otherService, serviceOrAllOption } from '../options/service.ts';
import { formatted, keySpecPositional, names, partitionOf, shared } from '../options/options.ts';

export default command(
  {
    positionals: { 'key-spec': keySpecPositional },
    options: {
      'wrapping-algorithm': shared.wrappingAlgorithm,
      'wrapping-key-spec': shared.wrappingKeySpec,
      ...serviceOrAllOption,
      'partition': {
        ...shared.partition,
        describe: 'aws, aws-cn or all; aws unless a name exists in aws-cn alone',
      },
    },
    examples: [
      ['$0 support RSA_2048 --partition aws-cn', 'how an RSA private key is wrapped in China Regions'],
      ['$0 support --service gcp', 'what Google Cloud KMS imports, under its own names'],
    ],
  },
  async (given, context) => {
    const { terminal } = context;
    const service = otherService(given);
    if (service !== undefined)
      return (await import('../services/support.ts')).serviceSupport(service, given, context);
    const options = forAws(given);
    const format = formatted(options.format, ['text', 'json']);
    const everywhere = options.partition === 'all';
    const asked = names(everywhere ? { ...options, partition: undefined } : options);
    const partition = everywhere ? undefined : (asked.partition ?? partitionOf(asked));
    const rows = supportTable({ ...asked, partition });
    if (rows.length === 0) throw new KmsKeywrapError('ERR_USAGE', 'no combination matches');
    if (format === 'json') {
      const summary = { supported: 0, disputed: 0, unsupported: 0 };
      for (const { status } of rows) summary[status] += 1;
      await terminal.json({ schema: 'kms-keywrap/support/1', tool, combinations: rows, summary });
    } else {
      const { supportText } = await import('../../report/support-text.ts');
      await terminal.result(supportText(rows, terminal.columns ?? 80));
    }
    return 0;
  },
);
