import { reportKinds } from '../../report/kinds.ts';
import { golden } from '../../golden/run.ts';
import { command } from '../options/command.ts';
import { opensslOptions } from '../options/openssl-options.ts';
import { readJobs, shared } from '../options/options.ts';
import { reportOptions } from '../output/report-output.ts';
import { runCases } from '../work/run-cases.ts';

export default command(
  {
    options: { jobs: shared.jobs('vectors run at once; default: twice the cores'), ...reportOptions },
    examples: [
      ['$0 golden', 'every vector that ships with the package'],
      ['$0 golden --openssl /opt/openssl/bin/openssl', 'against another openssl'],
    ],
  },
  async (options, context) => {
    const jobs = readJobs(options.jobs);
    return runCases(
      {
        name: 'golden',
        kind: reportKinds.golden,
        run: (onCase) => golden({ jobs, ...opensslOptions(options, context), onCase }),
        ran: ({ cases }) => cases.some(({ status }) => status !== 'skipped'),
        text: async (report) => (await import('../../report/golden-text.ts')).goldenText(report),
      },
      options,
      context,
    );
  },
);
