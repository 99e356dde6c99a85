import type { CommandModule } from '../command.ts';

/** One command: how it is called, what it does, and where its module lies. */
export interface CommandEntry {
  readonly name: string;
  /** yargs' command string, with positionals. */
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly default: CommandModule<never> }>;
}

/** Every command, in the order of the help text. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'support',
    usage: 'support [key-spec]',
    summary: 'what KMS takes, and why not the rest',
    load: () => import('./support.ts'),
  },
  {
    name: 'findings',
    usage: 'findings [id]',
    summary: 'the catalogue of what audit and lint name, or one entry of it',
    load: () => import('./findings.ts'),
  },
];
