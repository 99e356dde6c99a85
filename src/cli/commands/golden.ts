import { reportKinds } from '../../report/kinds.ts';
import { loadReporter, reportFormats } from '../../report/formats.ts';
import { golden } from '../../verify/golden/run.ts';
import { tool } from '../../version.ts';
import { command } from '../command.ts';
import { opensslOptions } from '../openssl-options.ts';
import { formatted, shared } from '../options.ts';
import { progressOf } from '../progress.ts';

export default command(
  (yargs) =>
    yargs
      .options({ jobs: shared.jobs('vectors run at once; twice the cores unless given') })
      .example('$0 golden', 'every vector that ships with the package')
      .example('$0 golden --openssl /opt/openssl/bin/openssl', 'against another openssl'),
  async (options, context) => {
    const { terminal } = context;
    const format = formatted(options.format, reportFormats);
    const started = new Date();
    const progress = progressOf('golden', terminal);
    const report = await golden({
      jobs: options.jobs,
      ...opensslOptions(options, context),
      onCase: async (ended, total) => {
        progress.step(total, ended.status);
        if (format === 'jsonl') await terminal.result(`${JSON.stringify(ended)}\n`);
      },
    });
    progress.end();
    if (format === 'text') {
      const { goldenText } = await import('../../report/golden-text.ts');
      await terminal.result(goldenText(report));
    } else if (format !== 'jsonl') {
      const reporter = await loadReporter(format);
      const writer = reporter(reportKinds.golden, {
        tool,
        started,
        environment: { ...report.environment },
      });
      await terminal.result(writer.begin());
      for (const one of report.cases) await terminal.result(writer.each(one));
      await terminal.result(writer.end());
    }
    return report.summary.failed > 0 ? 1 : 0;
  },
);
