import { spawn, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kmsKeywrap } from '../built.ts';
import { wrapMaterial } from '../../src/crypto/wrap.ts';
import { loadWrappingPublicKey } from '../../src/crypto/wrapping-key.ts';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';

/** The command as users run it. */
export const tool = kmsKeywrap;
const keys = join(import.meta.dirname, '../../golden/keys');

/** Where workspaces lie: tmpfs, or what stands in for it. */
const workspaceBases = ['/dev/shm', tmpdir()];

/** Private test key that the blobs are wrapped under, and its public half as KMS hands it out. */
export const privatePem = readFileSync(join(keys, 'rfc9500-testRSA2048.pem'));
export const publicDer = createPublicKey(createPrivateKey(privatePem)).export({
  type: 'spki',
  format: 'der',
});

/** Key material that no other test has, so that it can be searched for. */
export const secret = Buffer.from('7d1f0b6ac3e94582b6f04d9a1c77e3580e5a2b91f6c8d34467902ebd5513ac8f', 'hex');

/** What a run of the tool came to. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Temporary files and folders of that process that are still there. */
  readonly workspaces: readonly string[];
  /** Processes that it started and that still run, by pid. */
  readonly processes: readonly number[];
}

/** Workspaces and unfinished outputs of a process: their names carry its pid. */
const leftIn = (folder: string, pid: number) =>
  readdirSync(folder).filter((name) => new RegExp(`^\\.?kms-keywrap-.+-\\d+-\\d+-${pid}-`).test(name));

/** Processes whose working folder lies in a workspace of `pid`: whatever openssl it started, and that one's children. */
function startedBy(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`).includes(`-${pid}-`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the pid once it runs. */
  readonly started?: (pid: number) => void;
  /** Shell words before the tool, such as `ulimit -n 20;`. */
  readonly under?: string;
  /** Shell words after it, such as `> /dev/full`. */
  readonly after?: string;
}

/** Runs the tool and waits until it is gone, and looks at what it left after. */
export async function runTool(words: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const argv = [
    '-c',
    `${options.under ?? ''} exec "$0" "$@" ${options.after ?? ''}`,
    process.execPath,
    tool,
    ...words,
  ];
  const child = spawn('/bin/sh', argv, {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid ?? 0;
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output.stderr += chunk));
  options.started?.(pid);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done) =>
    child.once('close', (...end) => done(end)),
  );
  return {
    code,
    signal,
    ...output,
    workspaces: workspaceBases.flatMap((folder) => leftIn(folder, pid)),
    processes: startedBy(pid),
  };
}

const given = [
  'material.bin',
  'WrappingPublicKey.bin',
  'private.pem',
  'blob.bin',
  'manifest.jsonl',
  'parameters.json',
  'event.json',
];
/** Lines of the folder's manifest. */
export const batch = 200;
const blob = wrapMaterial({
  material: secret.subarray(0, 32),
  publicKey: loadWrappingPublicKey(publicDer),
  wrappingAlgorithm: wrappingAlgorithms.RSAES_OAEP_SHA_256,
});

/** What a manifest says of the folder's blob. */
export const manifestLine = (id: number) =>
  JSON.stringify({
    id: String(id),
    blob: 'blob.bin',
    privateKey: 'private.pem',
    wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
    keySpec: 'SYMMETRIC_DEFAULT',
  });

/** What `aws kms get-parameters-for-import` prints, with the folder's public key. */
const parameters = () =>
  JSON.stringify({
    KeyId: 'arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    ImportToken: Buffer.alloc(200, 1).toString('base64'),
    PublicKey: publicDer.toString('base64'),
    ParametersValidTo: new Date(Date.now() + 3_600_000).toISOString(),
  });

/** What CloudTrail recorded of that call. */
const event = () =>
  JSON.stringify({
    eventSource: 'kms.amazonaws.com',
    eventName: 'GetParametersForImport',
    eventTime: new Date().toISOString(),
    requestParameters: {
      keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      wrappingKeySpec: 'RSA_2048',
    },
  });

/**
 * A folder with the key material, the wrapping public key, the test private key, a blob of the material and a batch of
 * it, and what KMS and CloudTrail give for an import.
 */
export function makeFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'faults-'));
  writeFileSync(join(path, 'material.bin'), secret.subarray(0, 32), { mode: 0o600 });
  writeFileSync(join(path, 'WrappingPublicKey.bin'), publicDer);
  writeFileSync(join(path, 'private.pem'), privatePem, { mode: 0o600 });
  writeFileSync(join(path, 'blob.bin'), blob);
  writeFileSync(
    join(path, 'manifest.jsonl'),
    Array.from({ length: batch }, (_, id) => manifestLine(id)).join('\n'),
  );
  writeFileSync(join(path, 'parameters.json'), parameters());
  writeFileSync(join(path, 'event.json'), event());
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Names in a folder beside those that `makeFolder` put there. */
export const added = (path: string) => readdirSync(path).filter((name) => !given.includes(name));

const wrapWords =
  'wrap --in material.bin --public-key WrappingPublicKey.bin --key-spec SYMMETRIC_DEFAULT --wrapping-algorithm';

/** Words of a hybrid wrap of the folder's material. */
export const hybridWrap = (...more: string[]) => [
  ...`${wrapWords} RSA_AES_KEY_WRAP_SHA_256`.split(' '),
  ...more,
];

/** Words of a direct wrap of the folder's material. */
export const directWrap = (...more: string[]) => [...`${wrapWords} RSAES_OAEP_SHA_256`.split(' '), ...more];

/** Whether this process may mount file systems. */
export const mayMount = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0;
  if (mounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
})();

/** Words of a wrap of the folder's material into an import bundle. */
export const bundleWrap = (folder: string, ...more: string[]) => [
  ...'wrap --in material.bin --parameters parameters.json --key-spec SYMMETRIC_DEFAULT'.split(' '),
  ...'--wrapping-algorithm RSAES_OAEP_SHA_256 --engine node --bundle'.split(' '),
  folder,
  ...more,
];
