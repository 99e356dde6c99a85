import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { kmsKeywrap, material, Place, writeWrappingKey } from './command.ts';

const place = new Place();
// A name that is not UTF-8 is beyond node.
afterAll(() => void execFileSync('rm', ['-rf', place.folder]));
writeWrappingKey(place);
place.write('material.bin', material());
place.write('blob.bin', Buffer.alloc(256));
place.mkdir('folder');
place.link('circle', 'circle');
const server = createServer().listen(place.path('socket'));
afterAll(() => server.close());

const wrap = (more: Record<string, string>) => [
  'wrap',
  ...Object.entries({ 'in': 'material.bin', 'public-key': 'public.der', ...more }).map(
    ([name, value]) => `--${name}=${value}`,
  ),
  '--wrapping-algorithm=RSAES_OAEP_SHA_256',
  '--key-spec=HMAC_256',
];
const withKey = [
  '--private-key=private.der',
  '--wrapping-algorithm=RSAES_OAEP_SHA_256',
  '--key-spec=HMAC_256',
];
const unwrap = (input: string, key: string) => [
  'unwrap',
  `--in=${input}`,
  `--private-key=${key}`,
  '--wrapping-algorithm=RSAES_OAEP_SHA_256',
];

/** Every place of a command line that names a file to be read. */
const inputs: Readonly<Record<string, (path: string) => readonly string[]>> = {
  'lint FILE': (path) => ['lint', path, '--key-spec=HMAC_256'],
  'lint --reference': (path) => ['lint', 'material.bin', '--key-spec=HMAC_256', `--reference=${path}`],
  'audit BLOB': (path) => ['audit', path, ...withKey],
  'audit --private-key': (path) => [
    'audit',
    'blob.bin',
    `--private-key=${path}`,
    '--wrapping-algorithm=RSAES_OAEP_SHA_256',
    '--key-spec=HMAC_256',
  ],
  'audit --reference': (path) => ['audit', 'blob.bin', ...withKey, `--reference=${path}`],
  'audit --manifest': (path) => ['audit', `--manifest=${path}`],
  'wrap --in': (path) => wrap({ in: path }),
  'wrap --public-key': (path) => wrap({ 'public-key': path }),
  'wrap --private-key': (path) => wrap({ 'private-key': path }),
  'wrap --parameters': (path) => ['wrap', '--in=material.bin', `--parameters=${path}`],
  'wrap --cloudtrail-event': (path) => wrap({ 'cloudtrail-event': path }),
  'unwrap --in': (path) => unwrap(path, 'private.der'),
  'unwrap --private-key': (path) => unwrap('blob.bin', path),
  'bundle check FOLDER': (path) => ['bundle', 'check', path],
};

/** Each with exit status 2, one line that says why, and a hint. */
const odd: readonly (readonly [string, string, RegExp])[] = [
  ['under a file', 'material.bin/x/y', /a part of its path is not a folder/],
  ['a circle of links', 'circle', /its symbolic links lead in a circle/],
  ['with a name of 300 characters', 'n'.repeat(300), /its name is too long/],
];

describe.each(odd)('what lies %s is refused with a reason and a hint', (_, path, says) => {
  it.concurrent.each(Object.entries(inputs))('as %s', async (_name, words) => {
    const ended = await place.run(words(path));
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).toMatch(/^kms-keywrap: error: .*\nhint: .*\n$/m);
    expect(ended.stdout.toString()).toBe('');
    expect(ended.code).toBe(2);
  });
});

describe('what is not a file is refused', () => {
  it.concurrent.each([
    ['a folder', 'folder', /it is a folder|the folder folder contains no file/, 2],
    ['a socket', 'socket', /it is a socket/, 2],
    ['a device without end', '/dev/zero', /has too many bytes, expected 1048576 at most/, 2],
    ['the memory of a process, which is not readable', '/proc/self/mem', /its device failed \(EIO\)/, 3],
  ] as const)('%s', async (_, path, says, code) => {
    for (const words of [
      inputs['lint FILE']!(path),
      inputs['audit BLOB']!(path),
      inputs['wrap --public-key']!(path),
    ]) {
      const ended = await place.run(words);
      expect(ended.stderr).toMatch(says);
      expect(ended.stderr).toMatch(/\nhint: /);
      expect(ended.stdout.toString()).toBe('');
      expect(ended.code).toBe(code);
    }
  });

  it('as a manifest, a device without end ends at its first line', async () => {
    const ended = await place.run(inputs['audit --manifest']!('/dev/zero'));
    expect(ended.stderr).toMatch(
      /cannot read the manifest \/dev\/zero: it has a line of more than 67108864 characters/,
    );
    expect(ended.code).toBe(2);
  });
});

describe('among several subjects', () => {
  const names = [
    'folder',
    'circle',
    'socket',
    'missing',
    'material.bin/x',
    '/proc/self/mem',
    'n'.repeat(300),
  ];

  it('each that cannot be read is unreadable, and the others are examined', async () => {
    // A folder stands for the files in it.
    const others = names.filter((name) => name !== 'folder');
    const ended = await place.run(['audit', 'blob.bin', ...others, ...withKey, '--format=jsonl']);
    const results = ended.stdout
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: string; error?: string });
    expect(results.map(({ status }) => status)).toEqual(['examined', ...others.map(() => 'unreadable')]);
    for (const { error = 'hint (x)' } of results) expect(error).toMatch(/\(.+\)$/);
    expect(ended.code).toBe(1);
  });

  it('so in a manifest, alone in this thread and in many', async () => {
    const line = (blob: string) =>
      JSON.stringify({
        blob,
        privateKey: 'private.der',
        wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        keySpec: 'HMAC_256',
      });
    for (const times of [1, 40]) {
      const blobs = Array.from({ length: times }, () => ['blob.bin', ...names]).flat();
      place.write('odd.jsonl', blobs.map(line).join('\n'));
      const ended = await place.run(['audit', '--manifest=odd.jsonl', '--allow-outside', '--format=json']);
      const { summary } = JSON.parse(ended.stdout.toString()) as { summary: Record<string, number> };
      expect(summary).toMatchObject({ reject: times, unreadable: times * names.length });
      expect(ended.code).toBe(1);
    }
  });
});

describe('a name that is not UTF-8', () => {
  const inShell = (script: string) =>
    new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const child = spawn('sh', ['-c', script, process.execPath, kmsKeywrap], { cwd: place.folder });
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('close', (code) => resolve({ code, stderr }));
    });
  const name = `"$(printf 'caf\\351.bin')"`;

  it('is refused as input, although a file of the name that node makes of it is there', async () => {
    place.write('caf\ufffd.bin', material());
    execFileSync('sh', ['-c', `cp material.bin ${name}`], { cwd: place.folder });
    const ended = await inShell(`"$0" "$1" lint ${name} --key-spec HMAC_256`);
    expect(ended.stderr).toMatch(
      /argument 2 of the command line is not UTF-8, and is not guessed\nhint: rename the file/,
    );
    expect(ended.code).toBe(2);
  });

  it('is refused as output: nothing of another name is written', async () => {
    const before = place.files();
    const ended = await inShell(`"$0" "$1" generate HMAC_256 --engine node --out "$(printf 'n\\351w')"`);
    expect(ended.code).toBe(2);
    expect(place.files()).toEqual(before);
  });

  it('in a manifest makes its subject unreadable', async () => {
    const line = Buffer.concat([
      Buffer.from('{"blob":"caf'),
      Buffer.of(0xe9),
      Buffer.from(
        '.bin","privateKey":"private.der","wrappingAlgorithm":"RSAES_OAEP_SHA_256","keySpec":"HMAC_256"}\n',
      ),
    ]);
    place.write('latin1.jsonl', line);
    const ended = await place.run(['audit', '--manifest=latin1.jsonl', '--format=jsonl']);
    expect(JSON.parse(ended.stdout.toString())).toMatchObject({
      status: 'unreadable',
      error: expect.stringMatching(/^cannot read the blob: its name is not UTF-8/),
    });
    expect(ended.code).toBe(2);
  });

  it('of the current folder changes nothing: relative names are not made absolute', async () => {
    const ended = await inShell(
      `mkdir "$(printf 'd\\351')" && cd "$(printf 'd\\351')" && cp ../private.der ../blob.bin . &&
       echo '{"blob":"blob.bin","privateKey":"private.der","wrappingAlgorithm":"RSAES_OAEP_SHA_256","keySpec":"HMAC_256"}' > m.jsonl &&
       "$0" "$1" audit --manifest m.jsonl`,
    );
    expect(ended.code).toBe(1);
  });
});

const read = ['material.bin', 'public.der', 'private.der', 'blob.bin'];

describe('memory is left out of core dumps (core(5))', () => {
  it.each([
    ['lint', ['lint', 'fifo', '--key-spec=HMAC_256']],
    ['audit', ['audit', 'blob.bin', '--private-key=fifo', ...withKey.slice(1)]],
    ['unwrap', unwrap('blob.bin', 'fifo')],
    ['wrap in process', [...wrap({ in: 'fifo' }), '--engine=node']],
  ] as const)('of %s, before a key is read', async (_, words) => {
    execFileSync('sh', ['-c', 'test -p fifo || mkfifo fifo'], { cwd: place.folder });
    const child = spawn(process.execPath, [kmsKeywrap, ...words], { cwd: place.folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('close', resolve));
    // Opening the FIFO to write waits until the command reads from it.
    const script = `exec 3>fifo; cat /proc/${child.pid}/coredump_filter; kill ${child.pid}`;
    const filter = execFileSync('sh', ['-c', script], { cwd: place.folder, encoding: 'utf8' });
    await ended;
    expect(filter.trim()).toBe('00000000');
  });
});

describe('an output never replaces an input', () => {
  it.each([
    ['--in', wrap({ out: 'material.bin' })],
    ['stdin', [...wrap({ in: '-', out: 'material.bin' })]],
    ['--public-key', wrap({ out: 'public.der' })],
    ['--private-key', wrap({ 'private-key': 'private.der', 'out': 'private.der' })],
    ['--report of lint', ['lint', 'material.bin', '--key-spec=HMAC_256', '--report=material.bin']],
    ['--report of audit, the key', ['audit', 'blob.bin', ...withKey, '--report=private.der']],
    ['--report of audit, the blob', ['audit', 'blob.bin', ...withKey, '--report=blob.bin']],
  ] as const)('of %s, with --force', async (_, words) => {
    const before = read.map((name) => readFileSync(place.path(name)));
    const ended = await inShellWithStdin([...words, '--force']);
    expect(ended.stderr).toMatch(/is an input of this command\nhint: name another file/);
    expect(ended.code).toBe(2);
    expect(read.map((name) => readFileSync(place.path(name)))).toEqual(before);
  });

  const inShellWithStdin = (words: readonly string[]) =>
    new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const script = '"$@" < material.bin';
      const child = spawn('sh', ['-c', script, 'sh', process.execPath, kmsKeywrap, ...words], {
        cwd: place.folder,
      });
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('close', (code) => resolve({ code, stderr }));
    });

  const line = (fields: object = {}) =>
    `${JSON.stringify({
      blob: 'blob.bin',
      privateKey: 'private.der',
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      keySpec: 'HMAC_256',
      ...fields,
    })}\n`;

  it.each([
    ['the manifest', 'batch.jsonl', 1],
    ['a blob', 'blob.bin', 1],
    ['a key', 'private.der', 1],
    ['a reference', 'reference.bin', 1],
    ['a reference, in a batch of many threads', 'reference.bin', 400],
    ['a blob under another name', 'hard-link', 1],
    ['a blob by a link', 'link', 1],
  ] as const)('a report does not replace %s of a batch', async (_, report, times) => {
    place.write('reference.bin', material());
    execFileSync('sh', ['-c', 'ln -f blob.bin hard-link; ln -sf blob.bin link'], { cwd: place.folder });
    place.write('batch.jsonl', line().repeat(times) + line({ reference: 'reference.bin' }));
    const before = readFileSync(place.path(report));
    const ended = await place.run(['audit', '--manifest=batch.jsonl', `--report=${report}`, '--force']);
    expect(ended.stderr).toMatch(/which is read\nhint: name another file|is an input of this command/);
    expect(ended.code).toBe(2);
    expect(readFileSync(place.path(report)).equals(before)).toBe(true);
    expect(place.files().filter((name) => name.startsWith('.kms-keywrap'))).toEqual([]);
  });

  it('a bundle folder that holds an input is not replaced', async () => {
    place.mkdir('bundle');
    for (const name of ['EncryptedKeyMaterial.bin', 'WrappingPublicKey.bin'])
      place.write(`bundle/${name}`, 'kept');
    const ended = await place.run([
      'bundle',
      'create',
      'bundle',
      '--in=bundle/EncryptedKeyMaterial.bin',
      '--parameters=bundle',
      '--force',
      ...withKey.slice(1),
    ]);
    expect(ended.stderr).toMatch(
      /bundle contains bundle\/EncryptedKeyMaterial\.bin, an input of this command\nhint: /,
    );
    expect(ended.code).toBe(2);
    expect(readFileSync(place.path('bundle/EncryptedKeyMaterial.bin'), 'utf8')).toBe('kept');
  });

  it('an old report is replaced, and one that is new is made', async () => {
    place.write('batch.jsonl', line());
    place.write('old.json', 'old');
    for (const report of ['old.json', 'new.json']) {
      const ended = await place.run(['audit', '--manifest=batch.jsonl', `--report=${report}`, '--force']);
      expect(ended.code).toBe(1);
      expect(JSON.parse(readFileSync(place.path(report), 'utf8'))).toHaveProperty('summary');
    }
  });
});
