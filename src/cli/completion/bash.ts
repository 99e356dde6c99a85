import type { CompletedCommand } from './facts.ts';

const spelled = ({ options }: CompletedCommand) =>
  options.flatMap(({ name, letter }) => [`--${name}`, ...(letter === undefined ? [] : [`-${letter}`])]);

/** Patterns of `COMMAND OPTION` with what the option takes. */
function values(command: CompletedCommand): string[] {
  return command.options.flatMap(({ name, letter, takes }) => {
    if (takes === 'flag') return [];
    const names = [
      `'${command.name} --${name}'`,
      ...(letter === undefined ? [] : [`'${command.name} -${letter}'`]),
    ];
    const reply =
      takes === 'file' ? '_kms_keywrap_files' : `COMPREPLY=($(compgen -W '${takes.join(' ')}' -- "$cur"))`;
    return [`    ${names.join(' | ')}) ${reply}; return ;;`];
  });
}

/** A completion script for bash 3.2, which macOS has, and later. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name);
  return `# Completion of kms-keywrap for bash: source <(kms-keywrap completion bash)
_kms_keywrap_files() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$cur"))
  compopt -o filenames 2> /dev/null
}

_kms_keywrap() {
  local cur=\${COMP_WORDS[COMP_CWORD]} command= word at
  local previous=
  [ "$COMP_CWORD" -gt 0 ] && previous=\${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    case " ${names.join(' ')} " in *" $word "*) command=$word; break ;; esac
  done
  if [ -z "$command" ]; then
    COMPREPLY=($(compgen -W '${[...names, 'help', '--help', '--version'].join(' ')}' -- "$cur"))
    return
  fi
  case "$command $previous" in
${commands.flatMap(values).join('\n')}
  esac
  case "$cur" in
    -*)
      case "$command" in
${commands.map((one) => `        ${one.name}) COMPREPLY=($(compgen -W '${spelled(one).join(' ')}' -- "$cur")) ;;`).join('\n')}
      esac
      return
      ;;
  esac
  case "$command" in
${commands
  .map(({ name, words }) =>
    words === 'file'
      ? `    ${name}) _kms_keywrap_files ;;`
      : `    ${name}) COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$cur")) ;;`,
  )
  .join('\n')}
  esac
}
complete -F _kms_keywrap kms-keywrap
`;
}
