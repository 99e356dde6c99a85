import { KmsKeywrapError } from '../errors.ts';
import type { OpensslFamily } from '../tables/openssl.ts';
import { quote } from '../recipe/render.ts';
import { exhaustedError } from './exhausted.ts';
import type { Openssl } from './find.ts';
import { redact } from './redact.ts';
import { runProcesses, type Outcome } from './processes.ts';

/** What an openssl says of itself. */
export interface Fingerprint {
  readonly family: OpensslFamily;
  /** `3.0.19`, `1.1.1w`; absent where the family is unknown. */
  readonly version?: string;
  /** The first line of `openssl version`, or what came in its place. */
  readonly text: string;
  /** Folder of openssl.cnf (`openssl version -d`), where it says. */
  readonly folder?: string;
  /** Folder of the providers (`openssl version -m`), where it says. */
  readonly modules?: string;
}

const families: readonly (readonly [OpensslFamily, RegExp])[] = [
  ['AWS-LC', /AWS-LC[ /]v?(\d+\.\d+[\w.]*)/],
  ['BoringSSL', /BoringSSL/],
  ['LibreSSL', /^LibreSSL (\d+\.\d+[\w.]*)/],
  ['OpenSSL', /^OpenSSL (\d+\.\d+[\w.-]*)/],
];

/** Reads what `openssl version -a` printed. */
export function parseVersion(output: string): Fingerprint {
  const text = output.split('\n')[0]?.trim() ?? '';
  const detail = (name: string) => new RegExp(`^${name}: "(.*)"$`, 'm').exec(output)?.[1];
  for (const [family, pattern] of families) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const folder = detail('OPENSSLDIR');
    const modules = detail('MODULESDIR');
    return {
      family,
      ...(match[1] === undefined ? {} : { version: match[1] }),
      text,
      ...(folder === undefined ? {} : { folder }),
      ...(modules === undefined ? {} : { modules }),
    };
  }
  return { family: 'unknown', text: text === '' ? 'nothing' : `"${text.slice(0, 80)}"` };
}

/** How a program ended that printed nothing. */
function silence({ endings: [ending], stopped }: Outcome, timeout: number): string {
  if (stopped === 'timeout') return `nothing within ${timeout / 1000} s`;
  if (stopped !== undefined) return 'output without end';
  if (ending?.startError !== undefined) return `nothing, because it cannot be started (${ending.startError})`;
  if (ending?.signal !== undefined) return `nothing and is killed by ${ending.signal}`;
  return ending?.exitCode === 0 ? 'nothing' : `nothing and exit status ${ending?.exitCode}`;
}

const known = new WeakMap<Openssl, Promise<Fingerprint>>();

async function ask(openssl: Openssl, timeout: number, trace?: Asking['trace']): Promise<Fingerprint> {
  trace?.(`${quote(openssl.path)} version -a`);
  const outcome = await runProcesses([['version', '-a']], {
    program: openssl.path,
    env: openssl.env,
    cwd: '/',
    stdout: 'pipe',
    timeout,
  });
  const exhausted = exhaustedError(outcome.endings[0]?.startError);
  if (exhausted !== undefined) throw exhausted;
  const said = outcome.stopped === undefined ? redact(outcome.stdout).trim() : '';
  return said === '' ? { family: 'unknown', text: silence(outcome, timeout) } : parseVersion(said);
}

/** Milliseconds that an openssl has to say what it is; less where each of its runs has less. */
const patience = 10_000;

export interface Asking {
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  /** Told the command line when it is run. */
  readonly trace?: ((line: string) => void) | undefined;
}

/** Asks an openssl once what it is. What does not answer in time is `unknown`. Throws ERR_ENVIRONMENT. */
export function fingerprint(
  openssl: Openssl,
  { timeout = patience, trace }: Asking = {},
): Promise<Fingerprint> {
  const answer = known.get(openssl) ?? ask(openssl, Math.min(timeout, patience), trace);
  known.set(openssl, answer);
  return answer;
}

/** The fingerprint; throws ERR_OPENSSL_UNUSABLE when the program is not openssl. */
export async function requireOpenssl(openssl: Openssl, asking?: Asking): Promise<Fingerprint> {
  const found = await fingerprint(openssl, asking);
  if (found.family !== 'unknown') return found;
  throw new KmsKeywrapError(
    'ERR_OPENSSL_UNUSABLE',
    `${openssl.path} is not openssl: "version" gives ${found.text}`,
    {
      hint: 'Name OpenSSL 3.0 or later with --openssl PATH.',
    },
  );
}
