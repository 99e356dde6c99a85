import { basename } from 'node:path';
import { KmsKeywrapError } from '../errors.ts';
import { capabilitiesOfText, knownLimit, knownMessages } from '../tables/openssl.ts';
import { exhaustedError } from './exhausted.ts';
import type { Openssl } from './find.ts';
import { requireOpenssl, type Asking } from './fingerprint.ts';
import { redact } from './redact.ts';
import type { Ending, Outcome } from './processes.ts';

/** The dots, plus signs and stars that genpkey prints while it looks for primes. */
const progress = /^[.+*\s]+$/;

const unusableHint = 'Name another openssl with --openssl PATH.';

/** `genpkey`, and where it stands when it is not alone. */
function place(ending: Ending, endings: readonly Ending[]): string {
  const name = `openssl ${ending.argv[0] ?? ''}`;
  if (endings.length === 1) return name;
  return `${name} (process ${endings.indexOf(ending) + 1} of ${endings.length} in the pipe)`;
}

const ended = (ending: Ending) =>
  ending.signal === undefined
    ? `failed with exit status ${ending.exitCode}`
    : `was killed by ${ending.signal}`;

function stopError(outcome: Outcome, timeout: number): KmsKeywrapError | undefined {
  const running = `openssl ${outcome.endings.map(({ argv }) => argv[0]).join(' | openssl ')}`;
  switch (outcome.stopped) {
    case undefined:
      return undefined;
    case 'aborted':
      return new KmsKeywrapError('ERR_ABORTED', `${running} was stopped on request`);
    case 'timeout':
      return new KmsKeywrapError(
        'ERR_OPENSSL_TIMEOUT',
        `${running} did not end within ${timeout / 1000} s and was killed`,
        {
          hint: 'Give it more time with --timeout SECONDS, or name another openssl with --openssl PATH.',
        },
      );
    case 'flood':
      return new KmsKeywrapError('ERR_OPENSSL_OUTPUT', `${running} printed without end and was killed`, {
        hint: unusableHint,
      });
    case 'output-flood':
      return new KmsKeywrapError(
        'ERR_OPENSSL_OUTPUT',
        `${running} wrote far more than the recipe can give and was killed`,
        {
          hint: unusableHint,
        },
      );
  }
}

/** What to do about a failure: known limits of this family and version first, then known messages. */
async function failureHint(ending: Ending, openssl: Openssl, asking: Asking): Promise<string> {
  const { family, version, text } = await requireOpenssl(openssl, asking);
  const words = ending.argv.join(' ');
  const needs = capabilitiesOfText(words);
  const limit = needs.map((name) => knownLimit(name, family, version)).find((reason) => reason !== undefined);
  if (limit !== undefined) return `${limit}. ${unusableHint}`;
  const known = knownMessages.find(({ pattern }) => pattern.test(ending.stderr));
  return known?.hint ?? `This is ${text}. Run "kms-keywrap doctor" to see what it can do.`;
}

interface FailureContext extends Pick<Asking, 'trace'> {
  readonly openssl: Openssl;
  /** Milliseconds. */
  readonly timeout: number;
  /** What must not show in an error. */
  readonly secrets: readonly Buffer[];
}

/** The error that the processes' ends amount to, undefined when each ended well. */
export async function failureOf(
  outcome: Outcome,
  { openssl, timeout, secrets, trace }: FailureContext,
): Promise<KmsKeywrapError | undefined> {
  const stop = stopError(outcome, timeout);
  if (stop !== undefined) return stop;
  const failed = outcome.endings
    .filter((ending) => ending.exitCode !== 0)
    .sort((a, b) => a.order - b.order)[0];
  if (failed !== undefined) {
    const exhausted = exhaustedError(failed.startError);
    if (exhausted !== undefined) return exhausted;
    if (failed.startError !== undefined)
      return new KmsKeywrapError(
        'ERR_OPENSSL_UNUSABLE',
        `${openssl.path} cannot be started (${failed.startError})`,
        {
          hint: unusableHint,
        },
      );
    const lines = failed.stderr.split('\n').filter((line) => !progress.test(line));
    const stderr = redact(lines.join('\n'), secrets).trim();
    const hint = await failureHint(failed, openssl, { timeout, trace });
    const said = stderr === '' ? ' and wrote nothing to stderr' : `:\n${stderr}`;
    return new KmsKeywrapError(
      'ERR_OPENSSL_FAILED',
      `${place(failed, outcome.endings)} ${ended(failed)}${said}`,
      { hint },
    );
  }
  if (outcome.leftBehind)
    return new KmsKeywrapError(
      'ERR_OPENSSL_OUTPUT',
      `${basename(openssl.path)} left processes running; they were killed and what it wrote is not used`,
      { hint: unusableHint },
    );
  return undefined;
}
