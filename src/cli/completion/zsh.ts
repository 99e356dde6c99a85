import type { CompletedCommand, CompletedOption } from './facts.ts';

/** Inside single quotes. */
const quoted = (text: string) => text.replaceAll("'", String.raw`'\''`);
/** Inside an argument of _arguments or _describe, where brackets and colons mean something. */
const plain = (text: string) => quoted(text.replaceAll(/[[\]:\\]/g, String.raw`\$&`));

function spec({ name, letter, describe, takes }: CompletedOption): string {
  const value =
    takes === 'flag' ? '' : takes === 'file' ? ':file:_files' : `:value:(${takes.map(plain).join(' ')})`;
  const names = letter === undefined ? `--${name}` : `{-${letter},--${name}}`;
  // The braces stand outside of the quotes: the shell makes two words of them.
  return `${letter === undefined ? "'" : `${names}'`}${letter === undefined ? names : ''}[${plain(describe)}]${value}'`;
}

function command({ name, options, words }: CompletedCommand): string {
  const rest =
    words === 'file' ? `'*:file:_files'` : words.length === 0 ? '' : `'*:word:(${words.join(' ')})'`;
  const lines = [...options.map(spec), rest].filter((line) => line !== '');
  return `      ${name}) _arguments ${lines.join(' ')} ;;`;
}

/** A completion script for zsh: to be sourced, or saved as `_kms-keywrap` in a folder of `fpath`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const named = commands.map(({ name, summary }) => `    '${name}:${plain(summary)}'`);
  return `#compdef kms-keywrap
# Completion of kms-keywrap for zsh: source <(kms-keywrap completion zsh), after compinit.
_kms-keywrap() {
  local line state
  local -a commands
  commands=(
${named.join('\n')}
  )
  _arguments -C '(-h --help)'{-h,--help}'[show the help]' '(-v --version)'{-v,--version}'[show the version]' '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $line[1] in
${commands.map(command).join('\n')}
      esac
      ;;
  esac
}
if [ "$funcstack[1]" = _kms-keywrap ]; then
  _kms-keywrap "$@"
else
  compdef _kms-keywrap kms-keywrap
fi
`;
}
