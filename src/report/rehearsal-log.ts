import type { RequestLog } from '../rehearse/server/log.ts';

/** The whole diagnosis of one request in lines of text. */
export function logLines(entry: RequestLog): string[] {
  const { time, operation, status, exception, keyId, findings, undocumented, note } = entry;
  const head = [time, operation, String(status), exception, keyId]
    .filter((part) => part !== undefined)
    .join(' ');
  const unexplained = entry.message !== undefined && findings.length === 0 ? [`  ${entry.message}`] : [];
  const details = findings.flatMap((finding) => [
    `  ${finding.severity}: ${finding.message} [${finding.id}] at ${finding.at}`,
    ...(finding.expected === undefined ? [] : [`    expected: ${finding.expected}`]),
    ...(finding.found === undefined ? [] : [`    found: ${finding.found}`]),
    `    fix: ${finding.fix}`,
    `    source: ${finding.source}`,
  ]);
  return [
    head,
    ...unexplained,
    ...details,
    ...(note === undefined ? [] : [`  note: ${note}`]),
    ...(undocumented === undefined ? [] : [`  not documented by AWS: ${undocumented}`]),
  ];
}
