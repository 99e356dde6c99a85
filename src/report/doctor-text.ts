import type { DoctorReport, OpensslState } from '../verify/doctor.ts';
import { printableLine } from '../printable.ts';
import { lackText } from './recipe-lacks.ts';

const line = (ok: boolean, text: string) => `  ${ok ? 'can   ' : 'CANNOT'}  ${printableLine(text)}`;

/** What this machine can and cannot do, and what to do about it. */
export function doctorText({ node, programs, workspace, openssl, ok }: DoctorReport): string {
  return [
    `node ${node.version}, built with OpenSSL ${node.openssl}`,
    ...node.capabilities.map((probe) => line(probe.ok, probe.title)),
    '',
    ...('error' in openssl ? errorLines(openssl.error) : opensslLines(openssl)),
    '',
    'programs beside openssl that the printed recipes run',
    ...programLines(programs),
    '',
    ...workspaceLines(workspace),
    '',
    ok ? 'Everything that the recipes need is there.' : 'Something that the recipes need is missing.',
    '',
  ].join('\n');
}

/** Those that are there on one line; each that is missing with what happens without it. */
function programLines(programs: DoctorReport['programs']): string[] {
  const there = programs.filter(({ ok }) => ok).map(({ name }) => name);
  const missing = programs.filter(({ ok }) => !ok).map(({ name }) => name);
  return [
    ...(there.length === 0 ? [] : [line(true, `run ${there.join(', ')}`)]),
    ...missing.flatMap((program) => [
      line(false, `run ${program}`),
      `          ${lackText({ kind: 'program', program })}`,
    ]),
  ];
}

const workspaceLines = ({ path, inMemory }: DoctorReport['workspace']) =>
  inMemory
    ? [`While openssl works, key material lies in memory (${printableLine(path)}).`]
    : [
        `While openssl works, key material lies in files below ${printableLine(path)}: this system has no`,
        'file system in memory at /dev/shm. With --engine node it is never in a file; TMPDIR names another folder.',
      ];

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
    `  ${recipes.possible} of the ${recipes.all} combinations that KMS supports can be run`,
  ];
}
