import { reportKinds } from '../../report/kinds.ts';
import { golden } from '../../verify/golden/run.ts';
import { command } from '../command.ts';
import { opensslOptions } from '../openssl-options.ts';
import { shared } from '../options.ts';
import { progressOf } from '../progress.ts';
import { reportOptions, reportOutput } from '../report-output.ts';

export default command(
  (yargs) =>
    yargs
      .options({ jobs: shared.jobs('vectors run at once; twice the cores unless given'), ...reportOptions })
      .example('$0 golden', 'every vector that ships with the package')
      .example('$0 golden --openssl /opt/openssl/bin/openssl', 'against another openssl'),
  async (options, context) => {
    const { terminal } = context;
    const output = await reportOutput(reportKinds.golden, { ...options, inputs: [], ownText: true }, context);
    const streamed = output.format === 'jsonl';
    if (streamed) output.begin();
    const progress = progressOf('golden', terminal);
    const report = await golden({
      jobs: options.jobs,
      ...opensslOptions(options, context),
      onCase: async (ended, total) => {
        progress.step(total, ended.status);
        if (streamed) output.each(ended);
      },
    });
    progress.end();
    if (!streamed) {
      output.begin({ environment: { ...report.environment } });
      for (const one of report.cases) output.each(one);
    }
    if (output.format === 'text') {
      const { goldenText } = await import('../../report/golden-text.ts');
      await terminal.result(goldenText(report));
    }
    await output.end();
    return report.summary.failed > 0 ? 1 : 0;
  },
);
