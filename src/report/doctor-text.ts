import type { DoctorReport, OpensslState } from '../verify/doctor.ts';
import { printableLine } from '../printable.ts';

const line = (ok: boolean, text: string) => `  ${ok ? 'can   ' : 'CANNOT'}  ${printableLine(text)}`;

/** What this machine can and cannot do, and what to do about it. */
export function doctorText({ node, openssl, ok }: DoctorReport): string {
  return [
    `node ${node.version}, built with OpenSSL ${node.openssl}`,
    ...node.capabilities.map((probe) => line(probe.ok, probe.title)),
    '',
    ...('error' in openssl ? errorLines(openssl.error) : opensslLines(openssl)),
    '',
    ok ? 'Everything that the recipes need is there.' : 'Something that the recipes need is missing.',
    '',
  ].join('\n');
}

function errorLines({ message, hint }: { message: string; hint?: string }): string[] {
  return [`openssl: ${printableLine(message)}`, ...(hint === undefined ? [] : [`  ${hint}`])];
}

function opensslLines({ path, text, configuration, capabilities, recipes }: OpensslState): string[] {
  const { file, exists, modules, keptBack } = configuration;
  const config = file === undefined ? 'unknown' : `${file}${exists ? '' : ' (not there)'}`;
  return [
    printableLine(text),
    `  program        ${printableLine(path)}`,
    `  configuration  ${printableLine(config)}`,
    ...(modules === undefined ? [] : [`  modules        ${printableLine(modules)}`]),
    ...(keptBack.length === 0 ? [] : [`  kept from it   ${keptBack.join(', ')} (set in this environment)`]),
    ...capabilities.flatMap(({ ok, title, reason, fix }) => [
      line(ok, title),
      ...[reason, fix].flatMap((more) => (more === undefined ? [] : [`          ${printableLine(more)}`])),
    ]),
    `  ${recipes.possible} of the ${recipes.all} combinations that KMS takes can be run`,
  ];
}
