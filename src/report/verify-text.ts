import type { VerifyCase, VerifyReport } from '../cases/result.ts';
import { printable, printableLine } from '../printable.ts';
import { verifyMatrix } from './verify-matrix.ts';

/** The whole run as text: the programs, the table, what failed or was skipped, what is disputed, the count. */
export function verifyText({ environment, cases, summary }: VerifyReport): string {
  const { passed, failed, skipped } = summary;
  const disputed = new Set(cases.filter(({ support }) => support === 'disputed').map(disputeOf));
  return [
    `node ${environment.node} (OpenSSL ${environment.nodeOpenssl}) · ${printableLine(environment.openssl)}`,
    verifyMatrix(cases).trimEnd(),
    ...(disputed.size === 0 ? [] : [[...disputed].map((text) => `~ ${text}`).join('\n')]),
    ...listed('failed', cases),
    ...listed('skipped', cases),
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

const disputeOf = ({ reason = '' }: VerifyCase) => printable(reason);

function listed(status: 'failed' | 'skipped', cases: readonly VerifyCase[]): string[] {
  const lines = cases
    .filter((one) => one.status === status)
    .map(
      ({ id, round, reason = '' }) =>
        `${status}: ${id}${round === undefined ? '' : ` in round ${round}`}\n    ${printable(reason).replaceAll('\n', '\n    ')}`,
    );
  return lines.length === 0 ? [] : [lines.join('\n')];
}
