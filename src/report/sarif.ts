import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Finding } from '../audit/finding.ts';
import { findings, type FindingId, type FindingInfo, type Severity } from '../tables/findings/index.ts';
import { sources, type Source } from '../tables/sources.ts';
import { counter, type Entry, type Reporter } from './model.ts';
import { printableJson, printableLine } from '../printable.ts';

const levels = { error: 'error', warning: 'warning', notice: 'note' } as const satisfies Record<
  Severity,
  Result.level
>;

/** A rule from the catalogue. */
function catalogueRule(id: FindingId): ReportingDescriptor {
  const info: FindingInfo = findings[id];
  const source: Source = sources[info.source];
  return {
    id,
    shortDescription: { text: `${info.title}.` },
    fullDescription: { text: info.meaning },
    help: { text: `${info.cause}\n\n${info.fix}\n\n${source.title}` },
    ...(source.url === undefined ? {} : { helpUri: source.url }),
    defaultConfiguration: { level: levels[info.severity] },
    properties: { tags: ['security', 'key-import'] },
  };
}

const otherRule = (id: string): ReportingDescriptor => ({ id, defaultConfiguration: { level: 'error' } });

const messageOf = ({ message, expected, found, fix }: Finding) =>
  [
    message,
    ...(expected === undefined ? [] : [`Expected: ${expected}.`]),
    ...(found === undefined ? [] : [`Found: ${found}.`]),
    `Fix: ${fix}`,
  ]
    .map(printableLine)
    .join('\n');

/** A path as URI reference: everything but its slashes encoded. Lone surrogates, which no URI can hold, are replaced. */
const uri = (path: string) =>
  Buffer.from(path).toString().replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');

/** What SARIF calls results: everything that is at fault with one entry. */
function* problems(
  entry: Entry,
): Generator<{ ruleId: string; level: Result.level; text: string; at?: string }> {
  for (const found of entry.findings)
    yield { ruleId: found.id, level: levels[found.severity], text: messageOf(found), at: found.at };
  for (const { name, ok, detail } of entry.checks)
    if (!ok) yield { ruleId: name, level: 'error', text: printableLine(detail ?? name) };
  const explained = entry.findings.length > 0 || entry.checks.some(({ ok }) => !ok);
  if (entry.outcome === 'unreadable' || (entry.outcome === 'bad' && !explained))
    yield { ruleId: entry.word, level: 'error', text: printableLine(entry.reason ?? entry.word) };
}

/** SARIF 2.1.0. The rules follow the results, so that nothing but the names of the rules has to be kept. */
export const sarif: Reporter = (kind, options) => {
  const summary = counter(kind);
  const rules = new Map<string, number>();
  for (const id of Object.keys(findings)) rules.set(id, rules.size);
  let first = true;
  const head: Pick<Log, '$schema' | 'version'> = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
  };
  return {
    begin: () => `${printableJson(head).slice(0, -1)},"runs":[{"results":[`,
    each: (result) => {
      summary.add(result);
      const entry = kind.entry(result);
      let out = '';
      for (const { ruleId, level, text, at } of problems(entry)) {
        if (!rules.has(ruleId)) rules.set(ruleId, rules.size);
        const found: Result = {
          ruleId,
          ruleIndex: rules.get(ruleId) ?? -1,
          level,
          message: { text },
          locations: [
            {
              ...(entry.path === undefined
                ? {}
                : { physicalLocation: { artifactLocation: { uri: uri(entry.path) } } }),
              logicalLocations: [
                {
                  name: printableLine(entry.id),
                  ...(at === undefined ? {} : { fullyQualifiedName: printableLine(at) }),
                },
              ],
            },
          ],
          ...(entry.sha256 === undefined
            ? {}
            : { partialFingerprints: { 'subjectSha256/v1': entry.sha256 } }),
        };
        out += `${first ? '' : ','}\n${printableJson(found)}`;
        first = false;
      }
      return out;
    },
    end: () => {
      const driver = {
        name: options.tool.name,
        version: options.tool.version,
        semanticVersion: options.tool.version,
        rules: [...rules.keys()].map((id) =>
          Object.hasOwn(findings, id) ? catalogueRule(id as FindingId) : otherRule(id),
        ),
      };
      const rest = {
        tool: { driver },
        invocations: [{ executionSuccessful: true }],
        columnKind: 'utf16CodeUnits',
        properties: { summary: summary.counts },
      };
      return `\n],${printableJson(rest).slice(1)}]}\n`;
    },
  };
};
