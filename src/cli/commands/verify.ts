import { KmsKeywrapError } from '../../errors.ts';
import { resolvePartition } from '../../keywrap/names.ts';
import { verify } from '../../verify/verify.ts';
import { command } from '../command.ts';
import { filterOf, filterOptions } from '../filter-options.ts';
import { opensslOptions } from '../openssl-options.ts';
import { once, shared } from '../options.ts';
import { progressOf } from '../progress.ts';
import { reportKinds } from '../../report/kinds.ts';
import { reportOptions, reportOutput } from '../report-output.ts';

export default command(
  (yargs) =>
    yargs
      .options({
        ...filterOptions,
        partition: { ...shared.partition, default: 'aws', describe: 'aws, aws-cn or all' },
        jobs: shared.jobs('cases run at once; twice the cores unless given'),
        ...reportOptions,
      })
      .example('$0 verify --partition all', 'every combination of both partitions')
      .example('$0 verify --key-spec SM2 --partition aws-cn', 'the combinations of one key spec'),
  async (options, context) => {
    const { terminal } = context;
    const output = await reportOutput(reportKinds.verify, { ...options, inputs: [], ownText: true }, context);
    const streamed = output.format === 'jsonl';
    if (streamed) output.begin();
    const partition = once('partition', options.partition);
    const filter = filterOf(options);
    const progress = progressOf('verify', terminal);
    const report = await verify({
      keySpecs: filter.keySpec,
      wrappingAlgorithms: filter.wrappingAlgorithm,
      wrappingKeySpecs: filter.wrappingKeySpec,
      partition: partition === 'all' ? partition : resolvePartition(partition),
      jobs: options.jobs,
      ...opensslOptions(options, context),
      onCase: async (ended, total) => {
        progress.step(total, ended.status);
        if (streamed) output.each(ended);
      },
    });
    progress.end();
    if (report.cases.length === 0) throw new KmsKeywrapError('ERR_USAGE', 'no combination matches');
    if (!streamed) {
      output.begin({ environment: { ...report.environment } });
      for (const one of report.cases) output.each(one);
    }
    if (output.format === 'text') {
      const { verifyText } = await import('../../report/verify-text.ts');
      await terminal.result(verifyText(report));
    }
    await output.end();
    return report.summary.failed > 0 ? 1 : 0;
  },
);
