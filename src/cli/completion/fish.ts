import type { CompletedCommand } from './facts.ts';

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;

function lines({ name, options, words }: CompletedCommand): string[] {
  const on = `complete -c kms-keywrap -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...options.map(({ name: option, letter, describe, takes }) => {
      const short = letter === undefined ? '' : ` -s ${letter}`;
      const value = takes === 'flag' ? '' : takes === 'file' ? ' -r -F' : ` -x -a ${quoted(takes.join(' '))}`;
      return `${on} -l ${option}${short}${value} -d ${quoted(describe)}`;
    }),
    ...(words === 'file'
      ? [`${on} -F`]
      : words.length === 0
        ? []
        : [`${on} -f -a ${quoted(words.join(' '))}`]),
  ];
}

/** A completion script for fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return [
    '# Completion of kms-keywrap for fish: kms-keywrap completion fish | source',
    'complete -c kms-keywrap -f',
    ...commands.map(
      ({ name, summary }) =>
        `complete -c kms-keywrap -n 'not __fish_seen_subcommand_from ${names}' -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(lines),
    '',
  ].join('\n');
}
