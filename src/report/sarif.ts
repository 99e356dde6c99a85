import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Finding } from '../audit/finding.ts';
import { findings, type FindingId, type FindingInfo, type Severity } from '../tables/findings/index.ts';
import { sources, type Source } from '../tables/sources.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { counter, type Entry, type Reporter } from './model.ts';
import { printableJson, printableLine } from '../printable.ts';

const levels = { error: 'error', warning: 'warning', notice: 'note' } as const satisfies Record<
  Severity,
  Result.level
>;

/** What GitHub asks of a rule: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support */
const precisions = { error: 'very-high', warning: 'high', notice: 'medium' } as const;
const problems = { error: 'error', warning: 'warning', notice: 'recommendation' } as const;

/** A score as CVSS has them; GitHub calls 9 and more critical, 7 and more high, 4 and more medium. */
const severityOf = ({ severity, exposure }: FindingInfo) =>
  exposure !== 'none' ? '9.1' : severity === 'error' ? '7.0' : '4.0';

/** A rule from the catalogue. */
function catalogueRule(id: FindingId): ReportingDescriptor {
  const info: FindingInfo = findings[id];
  const source: Source = sources[info.source];
  return {
    id,
    name: id,
    shortDescription: { text: `${info.title}.` },
    fullDescription: { text: info.meaning },
    help: {
      text: `${info.cause}\n\n${info.fix}\n\n${source.title}`,
      markdown: `**How it comes about**: ${info.cause}\n\n**How to fix it**: ${info.fix}\n\n**Source**: ${source.title}`,
    },
    ...(source.url === undefined ? {} : { helpUri: source.url }),
    defaultConfiguration: { level: levels[info.severity] },
    properties: {
      'tags': ['security', 'key-import'],
      'precision': precisions[info.severity],
      'problem.severity': problems[info.severity],
      ...(info.severity === 'notice' ? {} : { 'security-severity': severityOf(info) }),
    },
  };
}

const otherRule = (id: string): ReportingDescriptor => ({
  id,
  name: id,
  shortDescription: { text: `${id}.` },
  fullDescription: { text: `A check of kms-keywrap did not hold: ${id}.` },
  help: { text: 'The message says what was expected and what was found.' },
  defaultConfiguration: { level: 'error' },
  properties: { 'tags': ['key-import'], 'precision': 'very-high', 'problem.severity': 'error' },
});

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

/** GitHub shows a result at a line, and a blob has none: its first. */
const physicalLocation = (path: string, fromRoot?: (path: string) => string) => ({
  artifactLocation:
    fromRoot === undefined ? { uri: uri(path) } : { uri: uri(fromRoot(path)), uriBaseId: '%SRCROOT%' },
  region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
});

/** The same for the same finding at the same place in the same bytes, whatever runs before it. */
const lineHash = ({ id, sha256 = id }: Entry, ruleId: string, at = '') =>
  `${sha256Hex(Buffer.from([sha256, ruleId, at].join('\0'))).slice(0, 16)}:1`;

/** What SARIF calls results: everything that is at fault with one entry. */
function* resultsOf(
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
  const resultsText = (entry: Entry) => {
    let out = '';
    for (const { ruleId, level, text, at } of resultsOf(entry)) {
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
              : { physicalLocation: physicalLocation(entry.path, options.fromRoot) }),
            logicalLocations: [
              {
                name: printableLine(entry.id),
                ...(at === undefined ? {} : { fullyQualifiedName: printableLine(at) }),
              },
            ],
          },
        ],
        partialFingerprints: {
          primaryLocationLineHash: lineHash(entry, ruleId, at),
          ...(entry.sha256 === undefined ? {} : { 'subjectSha256/v1': entry.sha256 }),
        },
      };
      out += `${first ? '' : ','}\n${printableJson(found)}`;
      first = false;
    }
    return out;
  };
  return {
    begin: () => `${printableJson(head).slice(0, -1)},"runs":[{"results":[`,
    each: (result) => {
      summary.add(result);
      return resultsText(kind.entry(result));
    },
    amend: ({ before, entry }) => {
      summary.move(before, entry.word);
      return resultsText(entry);
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
        automationDetails: { id: `${options.tool.name}/${kind.member === 'results' ? 'audit' : 'verify'}/` },
        columnKind: 'utf16CodeUnits',
        properties: { summary: summary.counts },
      };
      return `\n],${printableJson(rest).slice(1)}]}\n`;
    },
  };
};
