import { checkBundle } from '../../bundle/check.ts';
import { bundleCheckText } from '../../report/bundle-text.ts';
import { tool } from '../../version.ts';
import { command } from '../command.ts';
import { choice, formatted, required } from '../options.ts';

export default command(
  (yargs) =>
    yargs
      .positional('action', { type: 'string', describe: 'check' })
      .positional('folder', { type: 'string', describe: 'the folder that wrap --bundle wrote' })
      .example('$0 bundle check ./bundle', 'are these the files, and is the token still valid?'),
  async (options, { terminal }) => {
    choice('action', required('action', options.action), ['check']);
    const folder = required('folder', options.folder);
    const format = formatted(options.format, ['text', 'json']);
    const { manifest, checks, foreign, ok } = await checkBundle(folder, Date.now());
    if (format === 'json')
      await terminal.json({
        schema: 'kms-keywrap/bundle-check/1',
        tool,
        folder,
        ok,
        checks,
        foreign,
        manifest,
      });
    else await terminal.result(bundleCheckText({ folder, manifest, checks, foreign, ok }));
    return ok ? 0 : 1;
  },
);
