import { commonOptions } from '../options/common-options.ts';
import type { CommandEntry, Option } from '../options/command.ts';

/** One option as a shell completes it. */
export interface CompletedOption {
  readonly name: string;
  readonly letter?: string;
  /** Without line breaks; the sentence of the help. */
  readonly describe: string;
  /** `flag`: it has no value. `file`: files and folders are offered. */
  readonly takes: 'flag' | 'file' | readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What stands after the command: some words, or files. */
  readonly words: 'file' | readonly string[];
}

/** Options that no table of a command holds. */
const questions: readonly CompletedOption[] = [
  { name: 'help', letter: 'h', describe: 'show the help', takes: 'flag' },
  { name: 'version', letter: 'v', describe: 'show the version', takes: 'flag' },
];

const completed = ([name, option]: readonly [string, Option]): CompletedOption => ({
  name,
  ...(option.alias === undefined ? {} : { letter: option.alias }),
  describe: option.describe,
  takes: option.type === 'boolean' ? 'flag' : (option.values ?? 'file'),
});

/** Every command with its options and what may stand for their values, out of the tables that the command line is read by. */
export async function completionFacts(
  commands: readonly CommandEntry[],
): Promise<readonly CompletedCommand[]> {
  return Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const { default: module } = await load();
      const [first] = Object.values(module.positionals ?? {});
      const options = Object.entries({ ...commonOptions, ...module.options } as Record<string, Option>);
      return {
        name,
        summary,
        options: [...options.map(completed), ...questions],
        words: first === undefined ? [] : (first.values ?? 'file'),
      };
    }),
  );
}
