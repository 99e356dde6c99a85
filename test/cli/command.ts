import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kmsKeywrap } from '../built.ts';

export { kmsKeywrap };

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Behind the PATH: `doctor` and `recipe` look for xxd, which is not part of every system. */
const standIns = join(import.meta.dirname, '../stand-ins');

/** A folder of its own for one test file, and the command run in it. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'kms-keywrap-test-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: Buffer | string): string {
    writeFileSync(this.path(name), content);
    return name;
  }

  link(name: string, target: string): string {
    symlinkSync(target, this.path(name));
    return name;
  }

  /** A file that can be executed: a shell script. */
  program(name: string, script: string): string {
    this.write(name, `#!/bin/sh\n${script}\n`);
    chmodSync(this.path(name), 0o755);
    return `./${name}`;
  }

  mkdir(name: string, mode = 0o755): string {
    mkdirSync(this.path(name), { mode });
    return name;
  }

  files(): string[] {
    return readdirSync(this.folder).toSorted();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs `kms-keywrap` with these arguments. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return ended(process.execPath, [kmsKeywrap, ...args], this.folder, options);
  }

  /** Runs it with a pseudo-terminal (script(1), util-linux) as its stdin, stdout and stderr. */
  onTerminal(args: readonly string[]): Promise<Ended> {
    const quoted = [process.execPath, kmsKeywrap, ...args].map((word) => `'${word}'`).join(' ');
    return ended('script', ['--quiet', '--return', '--command', quoted, '/dev/null'], this.folder, {});
  }
}

interface RunOptions {
  readonly input?: Buffer;
  readonly env?: Record<string, string>;
  /** A file or device in place of the pipe that takes stdout. */
  readonly stdout?: string;
}

function ended(program: string, args: readonly string[], cwd: string, options: RunOptions): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { KMS_KEYWRAP_OPENSSL: _, ...around } = process.env;
    const into = options.stdout === undefined ? 'pipe' : openSync(options.stdout, 'w');
    const child = spawn(program, args, {
      cwd,
      env: { ...around, PATH: `${around['PATH'] ?? ''}:${standIns}`, ...options.env },
      stdio: ['pipe', into, 'pipe'],
    });
    if (into !== 'pipe') closeSync(into);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? Buffer.alloc(0));
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() }),
    );
  });
}

const der = (key: KeyObject, type: 'spki' | 'pkcs8') => key.export({ format: 'der', type });

/** A wrapping key pair in the files `public.der`, `public.pem`, `private.der`, `private.pem`. */
export function writeWrappingKey(
  place: Place,
  modulusLength = 2048,
): { publicDer: Buffer; privateDer: Buffer } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const publicDer = der(publicKey, 'spki');
  const privateDer = der(privateKey, 'pkcs8');
  place.write('public.der', publicDer);
  place.write('public.pem', publicKey.export({ format: 'pem', type: 'spki' }));
  place.write('private.der', privateDer);
  place.write('private.pem', privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return { publicDer, privateDer };
}

/** Random bytes that begin no DER: one in 256 would start as a SEQUENCE does, and be told as a broken one. */
export const material = (bytes = 32) => {
  const random = randomBytes(bytes);
  return random[0] === 0x30 ? random.fill(0x31, 0, 1) : random;
};
