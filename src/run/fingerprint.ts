import { KmsKeywrapError } from '../errors.ts';
import type { OpensslFamily } from '../spec/openssl.ts';
import { exhaustedError } from './exhausted.ts';
import type { Openssl } from './find.ts';
import { redact } from './redact.ts';
import { runProcesses } from './processes.ts';

/** What an openssl says of itself. */
export interface Fingerprint {
  readonly family: OpensslFamily;
  /** `3.0.19`, `1.1.1w`; absent where the family is unknown. */
  readonly version?: string;
  /** The first line of `openssl version`, or what came in its place. */
  readonly text: string;
  /** Folder of openssl.cnf (`openssl version -d`), where it says. */
  readonly directory?: string;
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
    const directory = detail('OPENSSLDIR');
    const modules = detail('MODULESDIR');
    return {
      family,
      ...(match[1] === undefined ? {} : { version: match[1] }),
      text,
      ...(directory === undefined ? {} : { directory }),
      ...(modules === undefined ? {} : { modules }),
    };
  }
  return { family: 'unknown', text: text === '' ? 'nothing' : `"${text.slice(0, 80)}"` };
}

const known = new WeakMap<Openssl, Promise<Fingerprint>>();

async function ask(openssl: Openssl, timeout: number): Promise<Fingerprint> {
  const { endings, stdout, stopped } = await runProcesses([['version', '-a']], {
    program: openssl.path,
    env: openssl.env,
    cwd: '/',
    stdout: 'pipe',
    timeout,
  });
  const exhausted = exhaustedError(endings[0]?.startError);
  if (exhausted !== undefined) throw exhausted;
  return parseVersion(stopped === undefined ? redact(stdout) : '');
}

/** Asks an openssl once what it is. What does not answer within `timeout` milliseconds is `unknown`. Throws ERR_ENVIRONMENT. */
export function fingerprint(openssl: Openssl, timeout = 10_000): Promise<Fingerprint> {
  const answer = known.get(openssl) ?? ask(openssl, timeout);
  known.set(openssl, answer);
  return answer;
}

/** The fingerprint; throws ERR_OPENSSL_UNUSABLE when the program is no openssl at all. */
export async function requireOpenssl(openssl: Openssl): Promise<Fingerprint> {
  const found = await fingerprint(openssl);
  if (found.family !== 'unknown') return found;
  throw new KmsKeywrapError(
    'ERR_OPENSSL_UNUSABLE',
    `${openssl.path} is not openssl: "version" gives ${found.text}`,
    {
      hint: 'Name OpenSSL 3.0 or later with --openssl PATH, or use --engine node.',
    },
  );
}
