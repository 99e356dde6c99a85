import type { GoldenCase, GoldenReport } from '../golden/run.ts';
import { summarize } from '../cases/result.ts';
import { printable, printableLine } from '../printable.ts';

/** The whole run as text: the programs, a line for each file of vectors, what failed or was skipped, the count. */
export function goldenText({ environment, cases, summary }: GoldenReport): string {
  const { passed, failed, skipped } = summary;
  return [
    `node ${environment.node} (OpenSSL ${environment.nodeOpenssl}) · ${printableLine(environment.openssl)}`,
    byFile(cases),
    ...listed('failed', cases),
    ...listed('skipped', cases),
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

const fileOf = ({ id }: GoldenCase) => id.slice(0, id.lastIndexOf('/'));

function byFile(cases: readonly GoldenCase[]): string {
  const files = [...new Set(cases.map(fileOf))];
  const width = Math.max(...files.map((file) => file.length));
  return files
    .map((file) => {
      const { passed, failed, skipped } = summarize(cases.filter((one) => fileOf(one) === file));
      const rest = [failed > 0 ? `, ${failed} failed` : '', skipped > 0 ? `, ${skipped} skipped` : ''];
      return `${file.padEnd(width)}  ${String(passed).padStart(3)} passed${rest.join('')}`;
    })
    .join('\n');
}

/** What failed, one after the other; what was skipped, under its reason once. */
function listed(status: 'failed' | 'skipped', cases: readonly GoldenCase[]): string[] {
  const found = cases.filter((one) => one.status === status);
  if (found.length === 0) return [];
  if (status === 'failed')
    return [
      found
        .map(({ id, comment, reason = '' }) => `failed: ${id} (${comment})\n    ${text(reason)}`)
        .join('\n'),
    ];
  const reasons = [...new Set(found.map(({ reason = '' }) => reason))];
  const count = (why: string) => found.filter(({ reason = '' }) => reason === why).length;
  return [reasons.map((why) => `skipped: ${count(why)} vectors\n    ${text(why)}`).join('\n')];
}

const text = (reason: string) => printable(reason).replaceAll('\n', '\n    ');
