import { KmsKeywrapError } from '../../errors.ts';
import { nearestName } from '../../keywrap/names.ts';
import { findings, type FindingId, type FindingInfo } from '../../spec/findings/index.ts';
import { sources, type Source } from '../../spec/sources.ts';
import { tool } from '../../version.ts';
import { command } from '../command.ts';
import { formatted } from '../options.ts';

const ids = Object.keys(findings) as readonly FindingId[];

function resolve(name: string): FindingId {
  const id = ids.find((known) => known === name.toLowerCase());
  if (id !== undefined) return id;
  const near = nearestName(name, ids);
  throw new KmsKeywrapError('ERR_USAGE', `unknown finding ${JSON.stringify(name)}`, {
    hint: near === undefined ? 'kms-keywrap findings lists them all' : `did you mean ${near}?`,
  });
}

/** The catalogue's entry with its source spelled out. */
function entry(id: FindingId) {
  const info: FindingInfo = findings[id];
  const source: Source = sources[info.source];
  return { id, ...info, source };
}

export default command(
  (yargs) =>
    yargs
      .positional('id', { type: 'string', describe: 'one finding, such as oaep-mgf1-hash' })
      .example('$0 findings oaep-mgf1-hash', 'what it means, how it comes about, how to mend it'),
  async (options, { terminal }) => {
    const format = formatted(options.format, ['text', 'json']);
    const asked = options.id === undefined ? ids : [resolve(options.id)];
    if (format === 'json') {
      await terminal.json({ schema: 'kms-keywrap/findings/1', tool, findings: asked.map(entry) });
      return 0;
    }
    const { findingText, findingsText } = await import('../../report/finding-text.ts');
    const width = Math.max(60, Math.min(terminal.columns ?? 100, 120));
    const [only] = asked;
    await terminal.result(
      options.id === undefined || only === undefined ? findingsText(ids, width) : findingText(only, width),
    );
    return 0;
  },
);
