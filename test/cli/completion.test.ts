import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { kmsKeywrap, Place } from './command.ts';

const place = new Place();
afterAll(() => place.remove());
place.mkdir('bin');
symlinkSync(kmsKeywrap, place.path('bin/kms-keywrap'));
place.write('blob with spaces.bin', '');
const env = { ...process.env, PATH: `${place.path('bin')}:${process.env['PATH'] ?? ''}`, HOME: place.folder };

const has = (shell: string) => {
  try {
    execFileSync('sh', ['-c', `command -v ${shell}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** What bash offers for a command line with the cursor at its end. */
function inBash(line: string): string[] {
  const words = line.split(' ');
  const script = `source <(kms-keywrap completion bash)
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}
_kms_keywrap
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const said = execFileSync('bash', ['--norc', '-c', script], { cwd: place.folder, env, encoding: 'utf8' });
  return said.split('\n').filter((word) => word !== '');
}

/** What fish offers. */
const inFish = (line: string) =>
  execFileSync('fish', ['--no-config', '-c', `kms-keywrap completion fish | source; complete -C '${line}'`], {
    cwd: place.folder,
    env,
    encoding: 'utf8',
  })
    .split('\n')
    .map((row) => row.split('\t')[0] ?? '')
    .filter((word) => word !== '');

/** What zsh offers: a shell on a pseudo-terminal, asked with the tabulator. */
function inZsh(line: string, expected: string): string {
  const script = `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=; stty columns 200 rows 200; autoload -Uz compinit; compinit -u -D; source <(kms-keywrap completion zsh); LISTMAX=9999; print re""ady'
zpty -r shell text '*ready*'
zpty -n -w shell '${line}'$'\\t'
zpty -r shell text '*${expected}*'
print -r -- "$text"`;
  return execFileSync('zsh', ['-f', '-c', script], {
    cwd: place.folder,
    env,
    encoding: 'utf8',
    timeout: 30_000,
  });
}

describe.skipIf(!has('bash'))(
  'completion bash, sourced in bash (skipped where bash is not installed)',
  () => {
    it('offers every command', () => {
      const offered = inBash('kms-keywrap ');
      expect(offered).toEqual(expect.arrayContaining(commands.map(({ name }) => name)));
    });

    it('offers the options of the command, long and short', () => {
      const offered = inBash('kms-keywrap wrap -');
      expect(offered).toEqual(
        expect.arrayContaining(['--wrapping-algorithm', '--out', '-o', '-q', '--help', '-v']),
      );
      expect(offered).not.toContain('--manifest');
    });

    it.each([
      ['kms-keywrap wrap --wrapping-algorithm RSAES_O', ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']],
      ['kms-keywrap generate ECC_NIST_P5', ['ECC_NIST_P521']],
      ['kms-keywrap audit -f sar', ['sarif']],
      ['kms-keywrap completion ', ['bash', 'zsh', 'fish']],
      ['kms-keywrap findings oaep-m', ['oaep-mgf1-hash']],
      ['kms-keywrap audit blob', ['blob with spaces.bin']],
    ])('%s⇥ gives %j', (line, words) => expect(inBash(line)).toEqual(words));
  },
);

describe.skipIf(!has('fish'))(
  'completion fish, sourced in fish (skipped where fish is not installed)',
  () => {
    it.each([
      ['kms-keywrap gen', ['generate']],
      ['kms-keywrap wrap --wrapping-algorithm RSAES_O', ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']],
      ['kms-keywrap generate ECC_NIST_P5', ['ECC_NIST_P521']],
    ])('%s⇥ gives %j', (line, words) => expect(inFish(line)).toEqual(words));
  },
);

describe.skipIf(!has('zsh'))('completion zsh, sourced in zsh (skipped where zsh is not installed)', () => {
  it('is read without an error, and offers commands and values', () => {
    expect(inZsh('kms-keywrap gene', 'generate')).toContain('generate');
    expect(inZsh('kms-keywrap wrap --wrapping-algorithm RSAES_O', 'AEP_SHA_')).toContain('AEP_SHA_');
    expect(inZsh('kms-keywrap generate ECC_NIST_P5', 'P521')).toContain('P521');
  });
});
