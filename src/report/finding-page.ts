import { findings, type FindingId, type FindingInfo, type Severity } from '../tables/findings/index.ts';
import { sources, type Source } from '../tables/sources.ts';

const severities = {
  error:
    'AWS KMS is documented to refuse this, or the arithmetic makes it impossible, or the key is exposed or broken',
  warning: 'undocumented or risky',
  notice: 'worth knowing, changes nothing',
} as const satisfies Record<Severity, string>;

const note = '<!-- Made from src/tables/findings by scripts/docs.mjs; change it there. -->';

/** A finding's page of the documentation, in Markdown. */
export function findingPage(id: FindingId): string {
  const { severity, title, meaning, cause, fix, source }: FindingInfo = findings[id];
  const { title: document, url }: Source = sources[source];
  return [
    `# ${id}`,
    `**${severity}**: ${title}`,
    '## What it means',
    meaning,
    '## How it comes about',
    cause,
    '## How to fix it',
    fix,
    '## Source',
    url === undefined ? document : `[${document}](${url})`,
    `[All findings](README.md)\n\n${note}\n`,
  ].join('\n\n');
}

/** The page that lists all findings, outermost layer first. */
export function findingIndex(): string {
  const rows = Object.entries<FindingInfo>(findings).map(
    ([id, { severity, title }]) =>
      `| [${id}](${id}.md) | ${severity} | ${title.replaceAll('|', String.raw`\|`)} |`,
  );
  const meanings = Object.entries(severities).map(([severity, meaning]) => `- **${severity}**: ${meaning}`);
  return [
    '# Findings',
    'What `kms-keywrap audit` and `kms-keywrap lint` name. An id never changes its meaning.',
    meanings.join('\n'),
    ['| id | severity | what is wrong |', '| --- | --- | --- |', ...rows].join('\n'),
    `${note}\n`,
  ].join('\n\n');
}

/** Every file of `docs/findings` with its content. */
export function findingPages(): ReadonlyMap<string, string> {
  const ids = Object.keys(findings) as FindingId[];
  return new Map([['README.md', findingIndex()], ...ids.map((id) => [`${id}.md`, findingPage(id)] as const)]);
}
