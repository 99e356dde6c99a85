import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrapBlob } from '../../src/crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../../src/crypto/wrapping-key.ts';
import { brokenOpensslPath, removeBrokenOpenssls } from '../run/broken-openssl.ts';
import { directWrap, hybridWrap, makeFolder, privatePem, runTool, secret } from './tool.ts';
import { holding, watch } from './watch.ts';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';

let path: string;
let remove: () => void;
beforeEach(() => {
  ({ path, remove } = makeFolder());
});
afterEach(() => remove());
afterAll(removeBrokenOpenssls);

const material = secret.subarray(0, 32);
/** openssl lives for two milliseconds: slowed down so that each process is seen. */
const slow = () => brokenOpensslPath('sleep 0.1');

/** Runs the tool while /proc is watched. */
async function watched(words: readonly string[]) {
  let pid = -1;
  const watcher = watch(() => pid);
  const ended = await runTool(words, { cwd: path, started: (started) => (pid = started) });
  return { ended, seen: await watcher.stop() };
}

/** The AES key that a hybrid blob holds. */
const aesKeyOf = (blob: Buffer) =>
  unwrapBlob({
    blob,
    privateKey: loadWrappingPrivateKey(privatePem),
    wrappingAlgorithm: wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256,
  }).kek ?? Buffer.alloc(0);

describe('what /proc shows while the tool runs', () => {
  it('--engine node: no key material in any argv or environment', async () => {
    const { ended, seen } = await watched(hybridWrap('--engine', 'node', '--verbose'));
    expect(ended.code).toBe(0);
    expect([...seen.argv].some((line) => line.includes('wrap'))).toBe(true);
    const aesKey = aesKeyOf(readFileSync(join(path, 'EncryptedKeyMaterial.bin')));
    expect(aesKey).toHaveLength(32);
    for (const key of [material, aesKey]) {
      expect(holding(seen.argv, key)).toEqual([]);
      expect(holding(seen.environment, key)).toEqual([]);
      expect(holding([ended.stdout, ended.stderr], key)).toEqual([]);
    }
  });

  it('--engine openssl: the AES key in the documented -K and nothing else, and the tool says so once', async () => {
    const { ended, seen } = await watched(hybridWrap('--openssl', slow(), '--verbose'));
    expect(ended.code).toBe(0);
    const aesKey = aesKeyOf(readFileSync(join(path, 'EncryptedKeyMaterial.bin')));
    const shown = holding(seen.argv, aesKey);
    expect(shown.length).toBeGreaterThan(0);
    const documented = `enc -id-aes256-wrap-pad -K ${aesKey.toString('hex')} -iv A65959A6`;
    expect(shown.filter((line) => !line.includes(documented))).toEqual([]);
    expect(holding(seen.environment, aesKey)).toEqual([]);
    expect(holding(seen.argv, material)).toEqual([]);
    expect(holding(seen.environment, material)).toEqual([]);
    expect(holding([ended.stdout, ended.stderr], aesKey)).toEqual([]);
    expect(holding([ended.stdout, ended.stderr], material)).toEqual([]);
    expect(ended.stderr.match(/with --engine node it stays inside this process/g)).toHaveLength(1);
    expect(ended.stderr).toContain('-K ****');
  });

  it('a direct wrap by openssl shows nothing, and says nothing of it', async () => {
    const { ended, seen } = await watched(directWrap('--openssl', slow(), '--verbose'));
    expect(ended.code).toBe(0);
    expect([...seen.argv].some((line) => line.includes('pkeyutl'))).toBe(true);
    expect(holding(seen.argv, material)).toEqual([]);
    // With its spaces: a folder's random name may begin with a K.
    expect(ended.stderr).not.toContain(' -K ');
  });

  it('generate shows nothing of the key, by either engine', async () => {
    for (const [engine, name] of [
      ['openssl', 'a.der'],
      ['node', 'b.der'],
    ] as const) {
      const words = [
        'generate',
        'ECC_NIST_P256',
        '--engine',
        engine,
        '--out',
        name,
        '--openssl',
        slow(),
        '--verbose',
      ];
      const { ended, seen } = await watched(words);
      expect(ended.code).toBe(0);
      const key = createPrivateKey({ key: readFileSync(join(path, name)), format: 'der', type: 'pkcs8' });
      const scalar = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
      expect(scalar).toHaveLength(32);
      expect(holding([...seen.argv, ...seen.environment, ended.stdout, ended.stderr], scalar)).toEqual([]);
    }
  });

  it('unwrap by node shows nothing', async () => {
    expect((await runTool(hybridWrap('--engine', 'node'), { cwd: path })).code).toBe(0);
    const blob = readFileSync(join(path, 'EncryptedKeyMaterial.bin'));
    const words =
      'unwrap --in EncryptedKeyMaterial.bin --private-key private.pem --wrapping-algorithm RSA_AES_KEY_WRAP_SHA_256 --out opened --verbose';
    const { ended, seen } = await watched(words.split(' '));
    expect(ended.code).toBe(0);
    expect(readFileSync(join(path, 'opened'))).toEqual(material);
    for (const key of [material, aesKeyOf(blob)])
      expect(holding([...seen.argv, ...seen.environment, ended.stdout, ended.stderr], key)).toEqual([]);
  });
});

describe('temporary files', () => {
  it('are 0600 in 0700 folders, on tmpfs where there is one, with no memory in core dumps', async () => {
    const log = join(path, 'log');
    const openssl = brokenOpensslPath(
      `{ stat -c '%a %F %n' . .. ./* ; stat -f -c 'on %T' .; echo "filter $(cat /proc/self/coredump_filter)"; } >> ${log}`,
    );
    const ended = await runTool(hybridWrap('--openssl', openssl), { cwd: path });
    expect(ended.code).toBe(0);
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    const files = lines.filter((line) => line.includes('regular'));
    const folders = lines.filter((line) => line.includes('directory'));
    expect(files.length).toBeGreaterThan(4);
    expect(files.filter((line) => !line.startsWith('600 '))).toEqual([]);
    expect(folders.filter((line) => !line.startsWith('700 '))).toEqual([]);
    const kinds = existsSync('/dev/shm') ? ['on tmpfs'] : lines.filter((line) => line.startsWith('on '));
    expect(lines.filter((line) => line.startsWith('on ') && !kinds.includes(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('filter ') && !/^filter 0+$/.test(line))).toEqual([]);
  });

  it('outputs are 0600', async () => {
    expect((await runTool(hybridWrap('--engine', 'node'), { cwd: path })).code).toBe(0);
    expect(statSync(join(path, 'EncryptedKeyMaterial.bin')).mode & 0o777).toBe(0o600);
  });
});

describe('errors, hints and --verbose hold no secret', () => {
  const spilling =
    'echo "$*" >&2; cat ./* >&2; od -An -tx1 -v ./* >&2; base64 -w0 ./* >&2; xxd -p ./* 2>&1 >&2; exit 1';
  const failures: readonly (readonly [string, readonly string[], string])[] = [
    [
      'openssl that prints its argv and files and fails',
      hybridWrap('--verbose'),
      `[ "$1" = enc ] && { ${spilling}; }`,
    ],
    ['the same in JSON', hybridWrap('--verbose', '--format', 'json'), `[ "$1" = enc ] && { ${spilling}; }`],
    ['openssl that fails in the RSA step', hybridWrap('--verbose'), `[ "$1" = pkeyutl ] && { ${spilling}; }`],
    [
      'openssl that writes something wrong',
      hybridWrap('--verbose'),
      '[ "$1" = enc ] && { cp aes-key.bin "${10}"; exit 0; }',
    ],
    ['openssl that hangs', hybridWrap('--verbose', '--timeout', '1'), '[ "$1" = enc ] && sleep 100'],
  ];

  it.for(failures)('%s', async ([, words, lines]) => {
    const copy = join(path, 'aes-key-copy');
    const openssl = brokenOpensslPath(`[ -f aes-key.bin ] && cp aes-key.bin ${copy}\n${lines}`);
    const ended = await runTool([...words, '--openssl', openssl], { cwd: path });
    expect(ended.code).toBe(3);
    const aesKey = readFileSync(copy);
    expect(aesKey).toHaveLength(32);
    expect(holding([ended.stdout, ended.stderr], aesKey)).toEqual([]);
    expect(holding([ended.stdout, ended.stderr], material)).toEqual([]);
  });

  it('key material of a wrong form is refused without being shown', async () => {
    const texts = [secret.toString('hex'), secret.toString('base64'), `${secret.toString('base64url')}\n`];
    for (const text of texts) {
      writeFileSync(join(path, 'material.bin'), text);
      const ended = await runTool(hybridWrap('--verbose'), { cwd: path });
      expect(ended.code).toBe(2);
      expect(holding([ended.stdout, ended.stderr], secret)).toEqual([]);
    }
  });

  it('a private key given as the public one is refused without being shown', async () => {
    const scalar = createPrivateKey(privatePem).export({ format: 'jwk' });
    writeFileSync(join(path, 'WrappingPublicKey.bin'), privatePem);
    const ended = await runTool(hybridWrap('--verbose'), { cwd: path });
    expect(ended.code).toBe(2);
    for (const part of [scalar.d, scalar.p, scalar.q])
      expect(holding([ended.stdout, ended.stderr], Buffer.from(part ?? '', 'base64url'))).toEqual([]);
  });
});
