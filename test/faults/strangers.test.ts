import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder, manifestLine, runTool, type Ended } from './tool.ts';

let path: string;
let remove: () => void;
beforeEach(() => {
  ({ path, remove } = makeFolder());
});
afterEach(() => remove());

const algorithm = '--wrapping-algorithm RSAES_OAEP_SHA_256 --key-spec SYMMETRIC_DEFAULT';

/** Every command that reads a file, by the file that it reads. */
const readers: Readonly<Record<string, readonly string[]>> = {
  'blob.bin': [
    `audit blob.bin --private-key private.pem ${algorithm}`,
    `audit blob.bin --public-key WrappingPublicKey.bin ${algorithm}`,
    'unwrap --in blob.bin --private-key private.pem --wrapping-algorithm RSAES_OAEP_SHA_256 --out out',
    'unwrap --in blob.bin --private-key private.pem --wrapping-algorithm RSA_AES_KEY_WRAP_SHA_1 --engine openssl --out out',
  ],
  'WrappingPublicKey.bin': [
    `wrap --in material.bin --public-key WrappingPublicKey.bin ${algorithm} --engine node --out out`,
    `audit blob.bin --public-key WrappingPublicKey.bin ${algorithm}`,
  ],
  'private.pem': [
    `audit blob.bin --private-key private.pem ${algorithm}`,
    'lint private.pem --key-spec RSA_2048',
    'unwrap --in blob.bin --private-key private.pem --wrapping-algorithm RSAES_OAEP_SHA_256 --out out',
  ],
  'manifest.jsonl': ['audit --manifest manifest.jsonl'],
  'parameters.json': [
    `wrap --in material.bin --parameters parameters.json ${algorithm} --engine node --out out`,
  ],
  'event.json': [
    'wrap --in material.bin --public-key WrappingPublicKey.bin --cloudtrail-event event.json --engine node --out out',
  ],
};

const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

/** What is done to a file. */
const mutations: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  ['emptied', () => Buffer.alloc(0)],
  ['cut in half', (bytes) => bytes.subarray(0, bytes.length >> 1)],
  [
    'first byte changed',
    (bytes) => Buffer.concat([Buffer.from([(bytes[0] ?? 0) ^ 0xff]), bytes.subarray(1)]),
  ],
  [
    'every 13th byte changed',
    (bytes) => Buffer.from(bytes.map((byte, index) => (index % 13 === 7 ? byte ^ 0x55 : byte))),
  ],
  ['doubled', (bytes) => Buffer.concat([bytes, bytes])],
  ['zeros', (bytes) => Buffer.alloc(bytes.length)],
  ['length bytes of 4 GiB', () => Buffer.from('3084ffffffff0284ffffffff', 'hex')],
  ['deeply nested JSON', () => Buffer.from(deep)],
  [
    'names of Object.prototype',
    () => Buffer.from('{"__proto__":{"blob":"x"},"constructor":{"prototype":{"polluted":1}}}\n'),
  ],
  [
    'JSON of other types',
    () => Buffer.from('{"blob":7,"PublicKey":[],"Records":{"a":null},"eventName":true}\n'),
  ],
];

/** What no foreign bytes may bring about. */
function judge(ended: Ended): string[] {
  const text = ended.stdout + ended.stderr;
  return [
    [0, 1, 2].includes(ended.code ?? -1) ? '' : `exit ${ended.code ?? ended.signal}`,
    /internal error|^\s+at .*:\d+:\d+/m.test(text) ? 'internal error or stack trace' : '',
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/.test(text)
      ? 'control characters'
      : '',
    ...ended.workspaces,
    ...ended.processes.map(String),
  ]
    .filter((wrong) => wrong !== '')
    .map((wrong) => `${wrong}: ${ended.stderr.slice(0, 300)}`);
}

describe('bytes from strangers end in a verdict or a refusal, whatever was done to them', () => {
  const cases = Object.entries(readers).map(([name, commands]) => ({ name, commands }));
  it.for(cases)('$name', { timeout: 120_000 }, async ({ name, commands }) => {
    const original = readFileSync(join(path, name));
    for (const command of commands) {
      const whole = await runTool(command.split(' '), { cwd: path });
      // A wrong algorithm on purpose stands in the list, and lint names a published key.
      expect({ command, wrong: judge(whole) }).toEqual({ command, wrong: [] });
      for (const [mutation, mutate] of mutations) {
        writeFileSync(join(path, name), mutate(original));
        const ended = await runTool(
          [...command.split(' '), ...(command.includes('--out') ? ['--force'] : [])],
          {
            cwd: path,
          },
        );
        expect({ command, mutation, wrong: judge(ended) }).toEqual({ command, mutation, wrong: [] });
      }
      writeFileSync(join(path, name), original);
    }
  });
});

describe('names from strangers', () => {
  const hostile = 'blob\u001B[2J\u001B]0;owned\u0007\u202Egnp.bin';

  it.for(['text', 'json', 'jsonl', 'junit', 'sarif', 'markdown', 'html'])(
    'control characters in a file name reach no terminal and no report: %s',
    async (format) => {
      writeFileSync(join(path, hostile), readFileSync(join(path, 'blob.bin')));
      const words = `--private-key private.pem ${algorithm} --format ${format}`.split(' ');
      const ended = await runTool(['audit', hostile, ...words], { cwd: path });
      expect(judge(ended)).toEqual([]);
      expect(ended.code).toBe(0);
    },
  );

  it('control characters in the name of a missing file reach no terminal', async () => {
    const ended = await runTool(['lint', hostile, '--key-spec', 'HMAC_256'], { cwd: path });
    expect(judge(ended)).toEqual([]);
    expect(ended.code).toBe(2);
  });

  it.for(['../outside.bin', '/etc/passwd', 'link/outside.bin'])(
    'a manifest that names a file outside of its folder is refused: %s',
    async (blob) => {
      const folder = join(path, 'inside');
      mkdirSync(folder);
      writeFileSync(join(path, 'outside.bin'), readFileSync(join(path, 'blob.bin')));
      writeFileSync(join(folder, 'private.pem'), readFileSync(join(path, 'private.pem')));
      if (blob.startsWith('link')) symlinkSync('..', join(folder, 'link'));
      writeFileSync(join(folder, 'manifest.jsonl'), manifestLine(1).replace('blob.bin', blob));
      const ended = await runTool(['audit', '--manifest', 'inside/manifest.jsonl'], { cwd: path });
      expect(judge(ended)).toEqual([]);
      expect(ended.stdout).toContain("lies outside of the manifest's folder");
      expect(ended.code).toBe(2);
    },
  );
});
