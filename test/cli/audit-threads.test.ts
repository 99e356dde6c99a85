import { constants, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { material, Place } from './command.ts';

const place = new Place();
afterAll(() => place.remove());

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const padding = constants.RSA_PKCS1_OAEP_PADDING;
place.write('key.der', privateKey.export({ format: 'der', type: 'pkcs8' }));

/** Writes a manifest of sound blobs with a note in each line, and returns its name. */
function manifest(name: string, count: number, note: string): string {
  const lines = Array.from({ length: count }, (_, at) => {
    const blob = publicEncrypt({ key: publicKey, padding, oaepHash: 'sha256' }, material());
    const path = place.write(`${name}-${at}.bin`, blob);
    const due = { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', keySpec: 'HMAC_256' };
    return JSON.stringify({ blob: path, privateKey: 'key.der', ...due, note });
  });
  return place.write(`${name}.jsonl`, `${lines.join('\n')}\n`);
}

const long = manifest('long', 40, '');
const wordy = manifest('wordy', 3, 'x'.repeat(8000));
const terse = manifest('terse', 2, '');
place.mkdir('folder');

const audit = async (...words: string[]) => {
  const { code, stdout, stderr } = await place.run(['audit', ...words]);
  return { code, stdout: stdout.toString(), stderr };
};

describe('a batch is audited however its threads were asked for', () => {
  it.each([
    ['as many as there are cores', 40, ['--manifest', long]],
    ['named with a blank', 40, ['--jobs', '3', '--manifest', long]],
    ['named with an equals sign', 40, [`--manifest=${long}`, '--jobs=1']],
    ['few lines in a long file', 3, ['--manifest', wordy, '--jobs', '2']],
    ['few lines in a short file', 2, ['--manifest', terse, '--jobs', '2']],
  ])('%s', async (_name, count, words) => {
    const { code, stdout, stderr } = await audit(...words, '--format', 'jsonl');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const verdicts = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { verdict: string }).verdict);
    expect(verdicts).toEqual(Array.from({ length: count }, () => 'accept'));
  });
});

it('a batch that lasts says nothing beside its results', async () => {
  const lines = readFileSync(place.path(long), 'utf8');
  const lasting = place.write('lasting.jsonl', lines.repeat(30));
  const { stdout, stderr } = await audit('--manifest', lasting, '--jobs', '1', '--format', 'jsonl');
  expect(stderr).toBe('');
  const printed = stdout.trimEnd().split('\n');
  // Every line comes thirty times: the first of each is amended.
  expect(printed.filter((line) => !line.includes('kms-keywrap/amendment/1'))).toHaveLength(30 * 40);
  expect(printed).toHaveLength(30 * 40 + 40);
});

describe('a command line that is refused ends, whatever was started for it', () => {
  it.each([
    ['an option that does not exist', 'wrong', ['--manifest', long, '--wrong']],
    ['a blob beside the manifest', 'a manifest names the blobs', ['long-0.bin', '--manifest', long]],
    ['no jobs', '--jobs "0"', ['--manifest', long, '--jobs', '0']],
    ['a format that does not exist', 'unknown --format', ['--manifest', long, '--format', 'yaml']],
    ['a folder', 'it is a folder', ['--manifest', 'folder']],
    ['a name that is too long', 'too long', ['--manifest', 'x'.repeat(5000)]],
    ['no name', '--manifest', ['--manifest']],
  ])('%s', async (_name, message, words) => {
    const { code, stdout, stderr } = await audit(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('help is shown', async () => {
    const { code, stdout } = await audit('--manifest', long, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('kms-keywrap audit');
  });
});
