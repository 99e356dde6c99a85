import type { Lack } from '../api/recipe-machine.ts';

const packages: Readonly<Record<string, string>> = {
  xxd: 'Debian: apt-get install xxd; Fedora: dnf install vim-common; macOS has it',
  openssl: 'Debian: apt-get install openssl; macOS: brew install openssl@3',
};

const inProcess =
  'install OpenSSL 3.0 or later (macOS: brew install openssl@3), or use kms-keywrap generate and wrap with --engine node';

/** A warning below a printed recipe: what this machine lacks, what happens without it, and what to do. */
export function lackText(lack: Lack): string {
  switch (lack.kind) {
    case 'shell':
      return 'these commands are for a POSIX shell: run them in WSL or Git Bash, or use kms-keywrap generate and wrap';
    case 'openssl-limit':
      return `the openssl on the PATH is ${lack.openssl} and cannot run this: ${lack.reason}; ${lack.portable ? 'print commands for it with --flavour portable' : inProcess}`;
    case 'program': {
      const { program } = lack;
      const where = packages[program];
      const install = where === undefined ? '' : `; install it first (${where})`;
      const effect =
        program === 'xxd'
          ? ': without it openssl exits with status 0 and wraps under an AES key of zeros alone'
          : '';
      return `${program} is not on the PATH of this machine${effect}${install}`;
    }
  }
}
