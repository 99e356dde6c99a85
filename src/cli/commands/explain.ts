import { everyRefusal, explain } from '../../api/services/explain.ts';
import { tool } from '../../version.ts';
import { command } from '../options/command.ts';
import { formatted } from '../options/options.ts';
import { serviceOption } from '../options/service.ts';
import { readBytes } from '../output/files.ts';

export default command(
  {
    positionals: {
      text: {
        type: 'string',
        describe: 'what the service said, or - for stdin; without it: all that is known',
        values: ['-'],
      },
    },
    options: serviceOption,
    examples: [
      ['$0 explain InvalidCiphertextException', 'what makes KMS say it, and what to run next'],
      [
        "$0 explain 'Wrapped ECDSA key has invalid length of 664' --service gcp",
        'a refusal of Google Cloud KMS',
      ],
      ['vault write … 2>&1 | $0 explain -', 'out of what a client printed'],
    ],
  },
  async ({ format: asked, text: given, service }, context) => {
    const format = formatted(asked, ['text', 'json']);
    const text = given === '-' ? (await readBytes('-', 'refusal', context)).toString('utf8') : given;
    const explanations = text === undefined ? everyRefusal(service) : explain({ text, service });
    const { terminal } = context;
    if (format === 'json') await terminal.json({ schema: 'kms-keywrap/explain/1', tool, explanations });
    else {
      const { explainText, refusalsText } = await import('../../report/explain-text.ts');
      const width = Math.max(60, Math.min(terminal.columns ?? 80, 120));
      await terminal.result(
        text === undefined ? refusalsText(explanations) : explainText(explanations, width),
      );
    }
    return 0;
  },
);
