import { KmsKeywrapError } from '../../errors.ts';
import { quotedName } from '../../shown-name.ts';
import { catalogueEntry, findingIds } from '../../api/catalogue.ts';
import { nearestName } from '../../api/names.ts';
import type { FindingId } from '../../tables/findings/index.ts';
import { tool } from '../../version.ts';
import { command } from '../options/command.ts';
import { formatted } from '../options/options.ts';

function resolve(name: string): FindingId {
  const id = findingIds.find((known) => known === name.toLowerCase());
  if (id !== undefined) return id;
  const near = nearestName(name, findingIds);
  throw new KmsKeywrapError('ERR_USAGE', `unknown finding ${quotedName(name)}`, {
    hint: near === undefined ? 'kms-keywrap findings lists them all' : `did you mean ${near}?`,
  });
}

export default command(
  {
    positionals: {
      id: { type: 'string', describe: 'one finding, such as oaep-mgf1-hash', values: findingIds },
    },
    examples: [['$0 findings oaep-mgf1-hash', 'what it means, how it comes about, how to fix it']],
  },
  async (options, { terminal }) => {
    const format = formatted(options.format, ['text', 'json']);
    const asked = options.id === undefined ? findingIds : [resolve(options.id)];
    if (format === 'json') {
      await terminal.json({ schema: 'kms-keywrap/findings/1', tool, findings: asked.map(catalogueEntry) });
      return 0;
    }
    const { findingText, findingsText } = await import('../../report/finding-text.ts');
    const width = Math.max(60, Math.min(terminal.columns ?? 80, 120));
    const [only] = asked;
    await terminal.result(
      options.id === undefined || only === undefined
        ? findingsText(findingIds, width)
        : findingText(only, width),
    );
    return 0;
  },
);
