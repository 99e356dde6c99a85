import { KmsKeywrapError } from '../../errors.ts';
import { resolvePartition } from '../../api/names.ts';
import { verify } from '../../verify/verify.ts';
import { command } from '../options/command.ts';
import { filterOf, filterOptions } from '../options/filter-options.ts';
import { opensslOptions } from '../options/openssl-options.ts';
import { forAws, otherService, serviceOrAllOption } from '../options/service.ts';
import { readJobs, readRepeat, shared } from '../options/options.ts';
import { reportKinds } from '../../report/kinds.ts';
import { reportOptions } from '../output/report-output.ts';
import { runCases } from '../work/run-cases.ts';

export default command(
  {
    options: {
      ...filterOptions,
      'partition': { ...shared.partition, describe: 'aws (default), aws-cn or all' },
      ...serviceOrAllOption,
      'jobs': shared.jobs('cases run at once; default: twice the cores'),
      'repeat': {
        type: 'string',
        requiresArg: true,
        describe: 'make everything anew this many times; default: once',
      },
      'fail-on-skip': { type: 'boolean', default: false, describe: 'exit 1 when a case was skipped' },
      ...reportOptions,
    },
    examples: [
      ['$0 verify --partition all', 'every combination of both partitions'],
      ['$0 verify --service all', 'every combination of every service'],
      ['$0 verify --key-spec SM2 --partition aws-cn', 'the combinations of one key spec'],
    ],
  },
  async (given, context) => {
    const service = otherService(given);
    if (service !== undefined)
      return (await import('../services/verify.ts')).serviceVerify(service, given, context);
    const options = forAws(given);
    const { partition = 'aws' } = options;
    const filter = filterOf(options);
    const jobs = readJobs(options.jobs);
    const repeat = readRepeat(options.repeat);
    return runCases(
      {
        name: 'verify',
        kind: reportKinds.verify,
        run: async (onCase) => {
          const report = await verify({
            keySpecs: filter.keySpec,
            wrappingAlgorithms: filter.wrappingAlgorithm,
            wrappingKeySpecs: filter.wrappingKeySpec,
            partition: partition === 'all' ? partition : resolvePartition(partition),
            jobs,
            repeat,
            ...opensslOptions(options, context),
            onCase,
          });
          if (report.cases.length === 0) throw new KmsKeywrapError('ERR_USAGE', 'no combination matches');
          return report;
        },
        ran: ({ cases }) => cases.some((one) => one.support !== 'unsupported' && one.status !== 'skipped'),
        failOnSkip: options.failOnSkip,
        text: async (report) => (await import('../../report/verify-text.ts')).verifyText(report),
      },
      options,
      context,
    );
  },
);
