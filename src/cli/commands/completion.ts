import { command } from '../options/command.ts';
import { choice } from '../options/options.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

const scripts = {
  bash: async () => (await import('../completion/bash.ts')).bashCompletion,
  zsh: async () => (await import('../completion/zsh.ts')).zshCompletion,
  fish: async () => (await import('../completion/fish.ts')).fishCompletion,
} as const;

export default command(
  {
    positionals: {
      shell: { type: 'string', describe: shells.join(', '), values: shells, demandOption: true },
    },
    examples: [
      ['source <($0 completion bash)', 'in ~/.bashrc, or with zsh in ~/.zshrc after compinit'],
      ['$0 completion fish | source', 'in ~/.config/fish/config.fish'],
    ],
  },
  async ({ shell }, { terminal, commands }) => {
    const script = await scripts[choice('shell', shell, shells)]();
    const { completionFacts } = await import('../completion/facts.ts');
    await terminal.result(script(await completionFacts(commands)));
    return 0;
  },
);
