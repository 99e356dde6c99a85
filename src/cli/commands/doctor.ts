import { exitCodes, type ErrorCode } from '../../errors.ts';
import { doctor } from '../../verify/doctor.ts';
import { tool } from '../../version.ts';
import { command } from '../options/command.ts';
import { opensslOptions } from '../options/openssl-options.ts';
import { formatted } from '../options/options.ts';

export default command(
  {
    examples: [['$0 doctor --openssl /opt/openssl/bin/openssl', 'what another openssl can do']],
  },
  async (options, context) => {
    const format = formatted(options.format, ['text', 'json']);
    const report = await doctor({ ...opensslOptions(options, context), environment: context.env });
    if (format === 'json')
      await context.terminal.json({
        schema: 'kms-keywrap/doctor/1',
        tool,
        ...report,
      });
    else {
      const { doctorText } = await import('../../report/doctor-text.ts');
      await context.terminal.result(doctorText(report));
    }
    if ('error' in report.openssl) return exitCodes[report.openssl.error.code as ErrorCode];
    return report.ok ? 0 : 1;
  },
);
