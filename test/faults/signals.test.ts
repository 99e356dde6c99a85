import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unwrapBlob } from '../../src/crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../../src/crypto/wrapping-key.ts';
import { workspaceBase } from '../../src/run/workspace.ts';
import { brokenOpensslPath } from '../run/broken-openssl.ts';
import {
  added,
  batch,
  bundleWrap,
  directWrap,
  hybridWrap,
  makeFolder,
  privatePem,
  runTool,
  secret,
} from './tool.ts';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';

/** Deterministic, so that a moment that fails can be tried again (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const names = Object.keys(signals) as (keyof typeof signals)[];
const key = loadWrappingPrivateKey(privatePem);

interface Victim {
  readonly command: string;
  readonly words: readonly string[];
  /** Signals sent, each to a fresh process. */
  readonly moments: number;
  /** The one name that may stand in the folder afterwards. */
  readonly output: string;
  /** Whether what stands in the folder under its final name is whole. */
  readonly whole: (folder: string) => boolean;
}

const opens = (algorithm: 'RSAES_OAEP_SHA_256' | 'RSA_AES_KEY_WRAP_SHA_256') => (folder: string) => {
  const blob = readFileSync(join(folder, 'EncryptedKeyMaterial.bin'));
  const { material } = unwrapBlob({
    blob,
    privateKey: key,
    wrappingAlgorithm: wrappingAlgorithms[algorithm],
  });
  return material.equals(secret.subarray(0, 32));
};

const victims: readonly Victim[] = [
  {
    command: 'wrap by openssl',
    words: hybridWrap(),
    moments: 60,
    output: 'EncryptedKeyMaterial.bin',
    whole: opens('RSA_AES_KEY_WRAP_SHA_256'),
  },
  {
    command: 'wrap by node',
    words: directWrap('--engine', 'node'),
    moments: 40,
    output: 'EncryptedKeyMaterial.bin',
    whole: opens('RSAES_OAEP_SHA_256'),
  },
  {
    command: 'generate',
    words: ['generate', 'ECC_NIST_P521', '--out', 'key.der'],
    moments: 60,
    output: 'key.der',
    whole: (folder) => readFileSync(join(folder, 'key.der')).length === 241,
  },
  {
    command: 'generate by node',
    words: 'generate RSA_3072 --engine node --out key.der'.split(' '),
    moments: 10,
    output: 'key.der',
    whole: (folder) => readFileSync(join(folder, 'key.der')).length > 1700,
  },
  {
    command: 'verify',
    words: 'verify --key-spec HMAC_256 --wrapping-key-spec RSA_2048 --format json --report report.json'.split(
      ' ',
    ),
    moments: 20,
    output: 'report.json',
    whole: (folder) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).summary.failed === 0,
  },
  {
    command: 'audit',
    words: 'audit --manifest manifest.jsonl --jobs 2 --format json --report report.json'.split(' '),
    moments: 30,
    output: 'report.json',
    whole: (folder) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).results.length === batch,
  },
  {
    command: 'wrap into a bundle',
    words: bundleWrap('bundle'),
    moments: 20,
    output: 'bundle',
    whole: (folder) => {
      const { files } = JSON.parse(readFileSync(join(folder, 'bundle/manifest.json'), 'utf8')) as {
        files: Record<string, { bytes: number }>;
      };
      return Object.entries(files).every(
        ([name, { bytes }]) => readFileSync(join(folder, 'bundle', name)).length === bytes,
      );
    },
  },
  {
    command: 'unwrap',
    words:
      'unwrap --in blob.bin --private-key private.pem --wrapping-algorithm RSAES_OAEP_SHA_256 --engine openssl --out opened'.split(
        ' ',
      ),
    moments: 20,
    output: 'opened',
    whole: (folder) => readFileSync(join(folder, 'opened')).equals(secret.subarray(0, 32)),
  },
  {
    command: 'fixtures',
    words: 'fixtures --out fixtures --seed 0102'.split(' '),
    moments: 10,
    output: 'fixtures',
    whole: (folder) =>
      readFileSync(join(folder, 'fixtures/manifest.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { blob: string })
        .every(({ blob }) => readFileSync(join(folder, 'fixtures', blob)).length > 0),
  },
];

interface Blow {
  readonly signal: keyof typeof signals;
  /** Milliseconds after the start. */
  readonly after: number;
}

/** Runs a victim in a folder of its own, strikes it, and says what is wrong with what is left. */
async function strike(victim: Victim, blow?: Blow): Promise<string[]> {
  const folder = makeFolder();
  let timer: NodeJS.Timeout | undefined;
  const ended = await runTool(victim.words, {
    cwd: folder.path,
    started: (pid) => {
      if (blow !== undefined) timer = setTimeout(() => process.kill(pid, blow.signal), blow.after);
    },
  });
  clearTimeout(timer);
  const files = added(folder.path);
  // A shell shows 128 + n for a process that a signal ended before it could handle it.
  const wantedCode = blow === undefined ? 0 : signals[blow.signal];
  const code = ended.signal === blow?.signal ? wantedCode : ended.code;
  const wrong = [
    code === wantedCode || code === 0 ? '' : `exit ${ended.code ?? ended.signal}: ${ended.stderr}`,
    code === 0 && files.length === 0 ? 'exit 0 without a result' : '',
    ...files.filter((name) => name !== victim.output).map((name) => `left ${name}`),
    files.includes(victim.output) && !victim.whole(folder.path) ? `${victim.output} is not whole` : '',
    ...ended.workspaces.map((name) => `left ${name}`),
    ...ended.processes.map((pid) => `left process ${pid} running`),
    /^\s+at /m.test(ended.stderr) ? `stack trace: ${ended.stderr}` : '',
  ].filter((text) => text !== '');
  folder.remove();
  return wrong.map((text) =>
    blow === undefined ? text : `${blow.signal} after ${Math.round(blow.after)} ms: ${text}`,
  );
}

/** At most this many processes at once. */
const atOnce = 4;

async function strikeOften(victim: Victim): Promise<string[]> {
  const started = performance.now();
  const unharmed = await strike(victim);
  const duration = performance.now() - started;
  const random = randomFrom(victim.moments);
  const blows = Array.from({ length: victim.moments }, (_, index) => ({
    signal: names[index % names.length] ?? 'SIGINT',
    after: random() * duration * 1.2,
  })).values();
  const wrong: string[] = [...unharmed];
  const worker = async () => {
    for (const blow of blows) wrong.push(...(await strike(victim, blow)));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return wrong;
}

describe('SIGINT, SIGTERM and SIGHUP at random moments leave nothing half-written, no temporary file and no child', () => {
  it('there are at least 200 moments', () => {
    expect(victims.reduce((sum, { moments }) => sum + moments, 0)).toBeGreaterThanOrEqual(200);
  });

  it.for(victims)('$command, $moments moments', { timeout: 120_000 }, async (victim) => {
    expect(await strikeOften(victim)).toEqual([]);
  });
});

it('a signal while openssl ignores SIGTERM still ends in 143, with openssl and its children gone', async () => {
  const folder = makeFolder();
  const stubborn = brokenOpensslPath(
    "trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & while :; do sleep 1; done",
  );
  const ended = await runTool(hybridWrap('--openssl', stubborn), {
    cwd: folder.path,
    started: (pid) => void setTimeout(() => process.kill(pid, 'SIGTERM'), 1500),
  });
  expect(ended).toMatchObject({ code: 143, workspaces: [], processes: [] });
  expect(added(folder.path)).toEqual([]);
  folder.remove();
});

it('a second signal does not wait', async () => {
  const folder = makeFolder();
  const stubborn = brokenOpensslPath("trap '' TERM; while :; do sleep 1; done");
  const ended = await runTool(hybridWrap('--openssl', stubborn), {
    cwd: folder.path,
    started: (pid) => {
      setTimeout(() => process.kill(pid, 'SIGINT'), 1500);
      setTimeout(() => process.kill(pid, 'SIGINT'), 1600);
    },
  });
  expect(ended).toMatchObject({ code: 130, workspaces: [], processes: [] });
  expect(added(folder.path)).toEqual([]);
  folder.remove();
});

describe('after SIGKILL', () => {
  it('the next run removes the workspace that was left, and only that', async () => {
    const folder = makeFolder();
    const base = workspaceBase();
    const foreign = mkdtempSync(join(base, 'kms-keywrap-foreign-'));
    const sleepy = brokenOpensslPath('[ "$1" = rand ] && sleep 6');
    let living = 0;
    const inUse = runTool(hybridWrap('--openssl', sleepy, '--out', 'other.bin'), {
      cwd: folder.path,
      started: (pid) => (living = pid),
    });
    const killed = await runTool(hybridWrap('--openssl', brokenOpensslPath('[ "$1" = rand ] && sleep 3')), {
      cwd: folder.path,
      started: (pid) => void setTimeout(() => process.kill(pid, 'SIGKILL'), 1500),
    });
    expect(killed.signal).toBe('SIGKILL');
    expect(killed.workspaces).toHaveLength(1);
    expect(added(folder.path)).toEqual([]);

    expect((await runTool(hybridWrap(), { cwd: folder.path })).code).toBe(0);
    const left = readdirSync(base);
    for (const name of killed.workspaces) expect(left).not.toContain(name);
    expect(left.filter((name) => name.includes(`-${living}-`))).toHaveLength(1);
    expect(existsSync(foreign)).toBe(true);
    expect(await inUse).toMatchObject({ code: 0, workspaces: [] });
    rmSync(foreign, { recursive: true });
    folder.remove();
  });
});
