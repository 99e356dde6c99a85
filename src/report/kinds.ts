import type { Amendment } from '../audit/batch/amendments.ts';
import { wordOf, type AuditResult } from '../audit/result.ts';
import type { CaseStatus, VerifyCase } from '../cases/result.ts';
import { conformStatuses, isAtFault, type ConformResult } from '../conform/result.ts';
import { conformReason } from './conform-phrases.ts';
import type { Amended, Entry, Outcome, ReportKind } from './model.ts';
import { auditFacts } from './phrases.ts';

const outcomes = { accept: 'good', reject: 'bad', undetermined: 'open' } as const satisfies Record<
  string,
  Outcome
>;

function auditEntry(result: AuditResult): Entry {
  const { id, status, subject, verdict, findings, error, reference } = result;
  return {
    id,
    outcome: status === 'unreadable' ? 'unreadable' : outcomes[verdict],
    word: wordOf(result),
    path: subject.path,
    ...(status === 'unreadable' ? {} : { sha256: subject.sha256, size: bytes(subject.bytes) }),
    facts: auditFacts(result),
    findings,
    checks: [],
    ...(error === undefined ? {} : { reason: error }),
    ...(reference === undefined ? {} : { reference }),
  };
}

/** What a batch's later subjects showed of an earlier one, as the reports take it. */
export function auditAmended({ index, line, before, id, path, word, findings }: Amendment): Amended {
  const facts = [{ name: 'amends', value: `line ${line}, counted as ${before} until here` }];
  const outcome = word === 'unreadable' ? word : outcomes[word];
  return { index, line, before, entry: { id, path, outcome, word, facts, findings, checks: [] } };
}

const bytes = (count: number) => (count === 1 ? '1 byte' : `${count} bytes`);

const auditKind = (schema: string, title: string): ReportKind<AuditResult> => ({
  schema,
  title,
  member: 'results',
  words: ['accept', 'reject', 'undetermined', 'unreadable'],
  count: wordOf,
  entry: auditEntry,
});

const caseOutcomes: Readonly<Record<CaseStatus, Outcome>> = {
  passed: 'good',
  failed: 'bad',
  skipped: 'skipped',
};

/** What `verify` and `golden` have in common. */
type Case = Pick<VerifyCase, 'id' | 'status' | 'reason' | 'checks' | 'ms'>;

const caseKind = (schema: string, title: string): ReportKind<Case> => ({
  schema,
  title,
  member: 'cases',
  words: ['passed', 'failed', 'skipped'],
  count: ({ status }) => status,
  entry: ({ id, status, reason, checks, ms }) => ({
    id,
    outcome: caseOutcomes[status],
    word: status,
    size: `${checks.length === 1 ? '1 check' : `${checks.length} checks`}, ${Math.round(ms)} ms`,
    facts: [],
    findings: [],
    checks,
    ms,
    ...(reason === undefined ? {} : { reason }),
  }),
});

const conformOutcome = (result: ConformResult): Outcome => {
  if (result.status === 'unavailable') return 'skipped';
  return isAtFault(result) ? 'bad' : 'good';
};

const conformKind: ReportKind<ConformResult> = {
  schema: 'kms-keywrap/conform/1',
  title: 'Conformance of an implementation',
  member: 'cases',
  words: conformStatuses,
  count: ({ status }) => status,
  entry: (result) => {
    const reason = conformReason(result);
    const check = result.status === 'accepted' && result.fault !== undefined;
    return {
      id: result.id,
      outcome: conformOutcome(result),
      word: result.status,
      size: `${result.wrappingAlgorithm}, ${result.wrappingKeySpec}`,
      facts: [],
      findings: result.findings,
      checks: check ? [{ name: `accepted ${result.fault}`, ok: false, detail: reason ?? '' }] : [],
      ms: result.ms,
      ...(reason === undefined || check ? {} : { reason }),
    };
  },
  own: {
    text: async () => (await import('./conform-text.ts')).conformText,
    markdown: async () => (await import('./conform-markdown.ts')).conformMarkdown,
  },
};

/** Every kind of report, under the name of its command. */
export const reportKinds = {
  audit: auditKind('kms-keywrap/audit/1', 'Audit of wrapped key material'),
  lint: auditKind('kms-keywrap/lint/1', 'Check of plaintext key material'),
  verify: caseKind('kms-keywrap/verify/1', 'Verification of the documented recipes'),
  golden: caseKind('kms-keywrap/golden/1', 'Golden vectors'),
  conform: conformKind,
} as const;
