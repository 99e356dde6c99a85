import type { Finding } from '../audit/finding.ts';

/** A finding as plain lines, for the formats that have nothing better. */
export function findingLines({
  id,
  severity,
  at,
  message,
  expected,
  found,
  fix,
  source,
}: Finding): readonly string[] {
  return [
    `${severity} ${id} at ${at}: ${message}`,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(found === undefined ? [] : [`found: ${found}`]),
    `fix: ${fix}`,
    `source: ${source}`,
  ];
}
