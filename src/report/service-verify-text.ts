import type { CaseStatus, Environment, Summary } from '../cases/result.ts';
import { printable, printableLine } from '../printable.ts';

interface Case {
  readonly id: string;
  readonly service: string;
  readonly status: CaseStatus;
  readonly support: string;
  readonly reason?: string;
}

interface Report {
  readonly environment: Environment;
  readonly cases: readonly Case[];
  readonly summary: Summary;
}

/** One service's counts: how many combinations were run, how many refusals looked at. */
function line(service: string, cases: readonly Case[]): string {
  const own = cases.filter((one) => one.service === service);
  const count = (status: CaseStatus) => own.filter((one) => one.status === status).length;
  const refusals = own.filter(({ support }) => support === 'unsupported').length;
  return `${service.padEnd(12)} ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped (${refusals} of them refusals)`;
}

/** The whole run as text: the programs, a line for each service, what failed or was skipped, the count. */
export function serviceVerifyText({ environment, cases, summary }: Report): string {
  const { passed, failed, skipped } = summary;
  const services = [...new Set(cases.map(({ service }) => service))];
  const told = cases.filter(({ status }) => status !== 'passed');
  return [
    `node ${environment.node} (OpenSSL ${environment.nodeOpenssl}) · ${printableLine(environment.openssl)}`,
    '',
    ...services.map((service) => line(service, cases)),
    '',
    ...told.map(({ status, id, reason = '' }) => `${status}: ${id}\n    ${printable(reason)}`),
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
    '',
  ].join('\n');
}
