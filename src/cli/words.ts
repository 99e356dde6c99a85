/**
 * Words of a command line that yargs would misread, marked with a zero character, which no real argument holds: a mere
 * dash (stdin), which it loses as a positional, and everything behind `--`, which it leaves out of the positionals.
 */
const mark = '\0';

/** Marks them; `--` itself goes. */
export function guardWords(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const guard = (word: string, at: number) => (word === '-' || (end >= 0 && at > end) ? mark + word : word);
  return argv.map(guard).filter((_, at) => at !== end);
}

/** Takes the marks off an option's value again. */
export function restoreWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restoreWords);
  return typeof value === 'string' && value.startsWith(mark) ? value.slice(mark.length) : value;
}
