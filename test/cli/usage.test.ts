import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { createTerminal } from '../../src/cli/terminal/terminal.ts';
import { KmsKeywrapError } from '../../src/errors.ts';

/** Runs a command line in this process: what it printed, or the error that it threw. */
async function run(...argv: string[]): Promise<string | KmsKeywrapError> {
  const stdout = new PassThrough();
  const printed: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  const terminal = createTerminal({ stdout, stderr: new PassThrough() }, {}, () => undefined);
  const context = { terminal, env: {}, signal: new AbortController().signal };
  try {
    await runProgram(argv, context);
    return Buffer.concat(printed).toString();
  } catch (error) {
    if (error instanceof KmsKeywrapError) return error;
    throw error;
  }
}

describe('a command line that cannot be read', () => {
  const cases: [argv: string, message: string, hint: string][] = [
    ['support --partion aws', 'unknown option --partion', 'did you mean --partition?'],
    [
      'wrap --wraping-algorithm=SM2PKE',
      'unknown option --wraping-algorithm',
      'did you mean --wrapping-algorithm?',
    ],
    ['verify --keyspec SM2', 'unknown option --keyspec', 'did you mean --key-spec?'],
    ['support --no-verbose', 'unknown option --no-verbose', 'did you mean --verbose?'],
    ['support -x', 'unknown option -x', 'kms-keywrap support --help'],
    ['support --anything-else', 'unknown option --anything-else', 'kms-keywrap support --help'],
    ['support SM2 RSA_2048', 'unexpected argument "RSA_2048"', 'kms-keywrap support --help'],
    ['support --format', '--format needs a value', 'kms-keywrap support --help'],
    ['wrap --in --out x', '--in needs a value', 'kms-keywrap wrap --help'],
    ['generate', 'key-spec is missing', 'usage: kms-keywrap generate <key-spec> [options]'],
    ['bundle check', 'folder is missing', 'usage: kms-keywrap bundle <action> <folder> [options]'],
    [
      'wrap',
      '--in, --wrapping-algorithm and --public-key or --parameters are missing',
      'kms-keywrap wrap --help',
    ],
    ['wrap --public-key k --wrapping-algorithm SM2PKE', '--in is missing', 'kms-keywrap wrap --help'],
    ['unwrap', '--in, --private-key and --wrapping-algorithm are missing', 'kms-keywrap unwrap --help'],
    [
      'audit x',
      '--private-key or --public-key, --wrapping-algorithm and --key-spec are missing',
      'kms-keywrap audit --help',
    ],
    ['unwrap --in a --in b', '--in was given more than once', 'kms-keywrap unwrap --help'],
    ['wrap --out a --out b', '--out was given more than once', 'kms-keywrap wrap --help'],
    [
      'wrap --private-key a --private-key b',
      '--private-key was given more than once',
      'kms-keywrap wrap --help',
    ],
    [
      'recipe --flavour hardened --flavour mild',
      '--flavour was given more than once',
      'kms-keywrap recipe --help',
    ],
    ['verify --force=maybe', '--force takes no value', 'kms-keywrap verify --help'],
    ['support --partition=', '--partition is empty', 'is a shell variable not set?'],
    ['help wrpa', 'unknown command "wrpa"', 'did you mean wrap?'],
    ['findings oaep-mgf', 'unknown finding "oaep-mgf"', 'did you mean oaep-mgf1-hash?'],
    [
      'verify --report -',
      '--report - would share stdout with what the command prints',
      'print the report itself with --format: text, json, jsonl, junit, sarif, markdown, html',
    ],
  ];

  it.each(cases)('%s: %s (%s)', async (argv, message, hint) => {
    expect(await run(...argv.split(' '))).toMatchObject({ code: 'ERR_USAGE', message, hint });
  });
});

describe('a list of every hardened recipe', () => {
  it('keeps the first line of each script first, and its name on the second', async () => {
    const scripts = String(await run('recipe', '--flavour', 'hardened')).split(/^(?=#!)/m);
    expect(scripts).toHaveLength(16);
    expect(scripts[0]).toMatch(/^#!\/bin\/sh\n# SYMMETRIC_DEFAULT\n# Fails closed/);
    expect(scripts.at(-1)).toMatch(/^#!\/bin\/sh\n# RSA_AES_KEY_WRAP_SHA_256\n# Fails closed/);
  });
});

describe('what stands after --', () => {
  it('is an argument, whatever it looks like', async () => {
    expect(await run('generate', '--', '--out')).toMatchObject({ message: 'unknown key spec "--out"' });
    expect(await run('support', '--', 'SM2')).toMatch(/^PARTITION/);
    expect(await run('support', '--', 'SM2', '--force')).toMatchObject({
      message: 'unexpected argument "--force"',
    });
  });
});

describe('help', () => {
  it.each(commands.map(({ name }) => name))('of %s shows its options first, and an example', async (name) => {
    const help = await run(name, '--help');
    expect(help).toMatch(new RegExp(`^kms-keywrap ${name}\\b`));
    expect(help).toMatch(/\nExamples:\n {2}\S.*kms-keywrap|\nExamples:\n {2}kms-keywrap /);
    expect(help).toMatch(/\nExit status:\n {2}0 {9}good\n/);
    expect(
      String(help)
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
    const headings = String(help).match(/^Options.*(?=:$)/gm);
    expect(headings).toEqual(
      headings?.length === 1 ? ['Options of every command'] : ['Options', 'Options of every command'],
    );
    expect(await run('help', name)).toBe(help);
  });
});

describe('the command alone, and short options', () => {
  it('a bare command prints the help, as help and --help do', async () => {
    const help = await run();
    expect(help).toMatch(/^kms-keywrap COMMAND \[options\]/);
    expect(await run('help')).toBe(help);
    expect(await run('--help')).toBe(help);
    expect(
      String(help)
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });

  it('-v is --version, -h is --help, -f is --format', async () => {
    expect(await run('-v')).toBe(await run('--version'));
    expect(await run('support', '-h')).toBe(await run('support', '--help'));
    expect(await run('support', 'SM2', '-f', 'json')).toBe(await run('support', 'SM2', '--format', 'json'));
    expect(await run('-f', 'json', 'support', 'SM2')).toBe(await run('support', 'SM2', '--format', 'json'));
  });

  it('required options are marked in the help', async () => {
    expect(await run('unwrap', '--help')).toMatch(/--in .*\[required\]/);
  });
});

it('a command shows each of its options once, with one short form', async () => {
  for (const { name } of commands) {
    const [help = ''] = String(await run(name, '--help')).split('Examples:');
    const options = [...help.matchAll(/^ {2,6}(?:-(\w), )*--([a-z-]+) /gm)].map(([, , option]) => option);
    expect(options.length).toBeGreaterThan(5);
    expect(new Set(options).size).toBe(options.length);
    expect(help).not.toMatch(/-(\w), -\1,/);
  }
});
