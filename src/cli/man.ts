import { version } from '../version.ts';
import { commands } from './commands/index.ts';
import { exitStatuses } from './exit-statuses.ts';
import { commonOptions } from './options/common-options.ts';
import type { Option } from './options/command.ts';

/** Text as roff takes it: backslashes and hyphens spelled out, nothing at the start of a line that would be a request. */
const roff = (text: string) =>
  text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll(/^(?=[.'])/gm, String.raw`\&`);

function optionLines([name, option]: readonly [string, Option]): string[] {
  const short = option.alias === undefined ? '' : `\\fB\\-${option.alias}\\fR, `;
  const value = option.type === 'boolean' ? '' : ` \\fIVALUE\\fR`;
  const notes = [
    ...(option.demandOption === true ? ['required'] : []),
    ...(option.array === true ? ['may be given several times'] : []),
    ...(typeof option.default === 'string' ? [`default: ${option.default}`] : []),
  ];
  const note = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  return ['.TP', `${short}\\fB\\-\\-${roff(name)}\\fR${value}`, roff(option.describe + note)];
}

/** The man page kms-keywrap(1), out of the tables that the command line is read by. */
export async function manPage(): Promise<string> {
  const sections = await Promise.all(
    commands.map(async ({ usage, summary, load }) => {
      const { default: module } = await load();
      return [
        `.SS kms\\-keywrap ${roff(usage)}`,
        `${roff(summary)}.`,
        ...Object.entries(module.options ?? {}).flatMap(optionLines),
        ...module.examples.flatMap(([line, what]) => [
          '.PP',
          `Example: ${roff(what)}`,
          '.PP',
          '.RS 4',
          '.nf',
          roff(line.replaceAll('$0', 'kms-keywrap')),
          '.fi',
          '.RE',
        ]),
      ];
    }),
  );
  return [
    `.TH KMS\\-KEYWRAP 1 "" "kms\\-keywrap ${version}" "User Commands"`,
    '.SH NAME',
    'kms\\-keywrap \\- wrap key material for import into AWS KMS, and name what is wrong with a wrapped export',
    '.SH SYNOPSIS',
    '.B kms\\-keywrap',
    '.I COMMAND',
    '[\\fIOPTIONS\\fR]',
    '.SH COMMANDS',
    ...sections.flat(),
    '.SH OPTIONS OF EVERY COMMAND',
    ...Object.entries(commonOptions).flatMap(optionLines),
    '.TP',
    '\\fB\\-h\\fR, \\fB\\-\\-help\\fR',
    'show the help',
    '.TP',
    '\\fB\\-v\\fR, \\fB\\-\\-version\\fR',
    'show the version',
    '.SH EXIT STATUS',
    ...exitStatuses.flatMap(([status, meaning]) => ['.TP', `.B ${status}`, roff(meaning)]),
    '.SH ENVIRONMENT',
    '.TP',
    '.B KMS_KEYWRAP_OPENSSL',
    'the openssl to run, as with \\-\\-openssl',
    '.TP',
    '.B NO_COLOR',
    'no colour, whatever its value',
    '.TP',
    '.B TMPDIR',
    'folder for temporary files where there is no file system in memory at /dev/shm',
    '',
  ].join('\n');
}
