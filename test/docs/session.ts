import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, isAbsolute, join } from 'node:path';
import { root } from '../../scripts/build/inputs.mjs';
import { kmsKeywrap, Place } from '../cli/command.ts';

/** Whether this machine has what a page's commands need beside the command itself: a program, a file, Python's cryptography. */
export const has = (needed: string): boolean =>
  needed === 'python3-cryptography'
    ? spawnSync('python3', ['-c', 'import cryptography']).status === 0
    : isAbsolute(needed)
      ? existsSync(needed)
      : which(needed) !== undefined;

/** Where the PATH has a program. */
const which = (program: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));

const standIns = join(import.meta.dirname, '../stand-ins');

/** A port that no program listens on now: the documented one may be taken on this machine. */
const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** A shell of a reader of one page: variables, folder and files stay from one command to the next. */
export class Session {
  readonly place = new Place();
  private readonly shell: ChildProcess;
  private readonly ports = new Map<string, string>();
  private background: { child: ChildProcess; output: string } | undefined;
  private output = '';
  private seen = () => {};

  private constructor() {
    this.place.mkdir('.bin');
    this.place.link('.bin/kms-keywrap', kmsKeywrap);
    // Pages that speak of files of the repository are read in it.
    this.place.link('golden', join(root, 'golden'));
    this.place.mkdir('node_modules');
    this.place.link('node_modules/kms-keywrap', root);
    this.place.mkdir('node_modules/@aws-sdk');
    symlinkSync(
      join(root, 'node_modules/@aws-sdk/client-kms'),
      this.place.path('node_modules/@aws-sdk/client-kms'),
    );
    // Debian's is older than AWS_ENDPOINT_URL_KMS; the page says what to add then.
    if (which('aws') === '/usr/bin/aws')
      this.place.program(
        '.bin/aws',
        'exec /usr/bin/aws ${AWS_ENDPOINT_URL_KMS:+--endpoint-url "$AWS_ENDPOINT_URL_KMS"} "$@"',
      );
    this.shell = spawn('sh', [], { cwd: this.place.folder, env: this.env, stdio: ['pipe', 'pipe', 'pipe'] });
    for (const stream of [this.shell.stdout, this.shell.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
        this.seen();
      });
  }

  /** @param text the page's, for the ports that it names */
  static async open(text: string): Promise<Session> {
    const session = new Session();
    for (const [, port = ''] of text.matchAll(/--port (\d{4,5})/g))
      if (!session.ports.has(port)) session.ports.set(port, String(await freePort()));
    return session;
  }

  get env(): NodeJS.ProcessEnv {
    const { KMS_KEYWRAP_OPENSSL: _, PATH = '', ...around } = process.env;
    return { ...around, PATH: `${this.place.path('.bin')}:${PATH}:${standIns}`, NO_COLOR: '1' };
  }

  /** The documented text with ports that are free. */
  here(text: string): string {
    let out = text;
    for (const [documented, free] of this.ports) out = out.replaceAll(documented, free);
    return out;
  }

  /** Types a command; both of its streams come as a terminal shows them. */
  async type(command: string): Promise<{ status: number; printed: string }> {
    const mark = `--- ${crypto.randomUUID()}`;
    this.output = '';
    this.shell.stdin?.write(`{ ${this.here(command)}\n} </dev/null 2>&1; echo "${mark} $?"\n`);
    const end = new RegExp(`${mark} (\\d+)\\n`);
    await new Promise<void>((resolve) => {
      this.seen = () => {
        if (end.test(this.output)) resolve();
      };
    });
    return {
      status: Number(end.exec(this.output)?.[1]),
      printed: this.output.slice(0, this.output.search(end)),
    };
  }

  /** Starts a program that stays; resolves when it has printed so many lines. */
  async stay(command: string, lines: number): Promise<string> {
    const child = spawn('sh', ['-c', `exec ${this.here(command)}`], {
      cwd: this.place.folder,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const background = { child, output: '' };
    this.background = background;
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          background.output += chunk.toString();
          if (background.output.split('\n').length > lines) resolve();
        });
      child.once('exit', () => reject(new Error(`it ended: ${background.output}`)));
    });
    return background.output;
  }

  get printedInBackground(): string {
    return this.background?.output ?? '';
  }

  async close(): Promise<void> {
    const children = [this.shell, ...(this.background === undefined ? [] : [this.background.child])];
    for (const child of children) {
      child.removeAllListeners('exit');
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode !== null || !child.kill()) continue;
      await ended;
    }
    this.place.remove();
  }
}
