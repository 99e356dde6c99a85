import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { jobsOf, millisecondsOf } from '../api/arguments.ts';
import { concurrently } from '../cases/concurrently.ts';
import { KmsKeywrapError } from '../errors.ts';
import { ownFolder } from '../run/host/host.ts';
import { runCommand, type CommandOutcome } from '../run/command.ts';
import { createWorkspace, type Workspace } from '../run/workspace.ts';
import type { WrappingAlgorithm } from '../tables/wrapping.ts';
import { conformAlgorithms, unwrapCases, wrapCases, type UnwrapCase, type WrapCase } from './cases.ts';
import { judgeUnwrap, wrapJudge, type Seen } from './judge.ts';
import { summarizeConform, type ConformReport, type ConformResult, type Direction } from './result.ts';
import { fill, parseTemplate, type Template } from './template.ts';

export interface ConformInput {
  /** `unwrap`: the command opens blobs. `wrap`: it makes them. */
  readonly direction: Direction;
  /** The command line, with placeholders. */
  readonly command: string;
  /** Default: every algorithm in use. */
  readonly algorithms?: readonly WrappingAlgorithm[] | undefined;
  /** Only the cases whose id contains one of these. Default: all. */
  readonly only?: readonly string[] | undefined;
  /** What the faults are made from. Default one zero byte. */
  readonly seed?: Buffer | undefined;
  /** Where the command runs. Default: a folder of its own for each case, removed afterwards. */
  readonly workingFolder?: string | undefined;
  /** Added to the environment of the command. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Seconds for each case. */
  readonly timeout?: number | undefined;
  /** Cases under way at once. Default: the cores. */
  readonly jobs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly trace?: ((line: string) => void) | undefined;
  /** Told each case as it ends, in no particular order, and how many there are. */
  readonly onCase?: ((ended: ConformResult, total: number) => void | Promise<void>) | undefined;
}

const optional = ['key-pem', 'algorithm', 'wrapping-key-spec', 'key-spec', 'partition', 'cwd'];
const placeholders = {
  unwrap: { required: ['blob', 'key', 'out'], optional },
  wrap: { required: ['material', 'key', 'out'], optional },
} as const satisfies Record<Direction, Parameters<typeof parseTemplate>[2]>;

const pemOf = (der: Buffer, label: string) =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replaceAll(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;

type Case = UnwrapCase | WrapCase;
const isUnwrap = (one: Case): one is UnwrapCase => 'blob' in one;

/** The files of a case in its folder, and the values of every placeholder. */
function layOut(one: Case, template: Template, folder: string, home: string): Record<string, string> {
  const at = (name: string) => path.join(folder, name);
  const [input, key, label] = isUnwrap(one)
    ? [{ name: 'blob', bytes: one.blob }, one.privateKey, 'PRIVATE KEY']
    : [{ name: 'material', bytes: one.material }, one.publicKey, 'PUBLIC KEY'];
  writeFileSync(at(`${input.name}.bin`), input.bytes);
  writeFileSync(at('key.der'), key);
  if (template.names.has('key-pem')) writeFileSync(at('key.pem'), pemOf(key, label));
  return {
    [input.name]: at(`${input.name}.bin`),
    'key': at('key.der'),
    'key-pem': at('key.pem'),
    'out': at('out.bin'),
    'algorithm': one.wrappingAlgorithm,
    'wrapping-key-spec': one.wrappingKeySpec,
    'key-spec': one.keySpec,
    'partition': one.partition,
    'cwd': home,
  };
}

/** Milliseconds for a case unless others are given. */
const defaultTimeout = 60_000;

/** Tells the command its algorithm where the template has no place for it. */
const algorithmVariable = 'KMS_KEYWRAP_ALGORITHM';

async function runCase(
  one: Case,
  template: Template,
  workspace: Workspace,
  { timeout, signal, workingFolder, trace, env }: ConformInput,
): Promise<CommandOutcome> {
  const folder = workspace.folder();
  const home = ownFolder();
  const values = layOut(one, template, folder, home);
  const words = fill(template, values, home);
  trace?.(words.join(' '));
  try {
    return await runCommand({
      words,
      cwd: workingFolder === undefined ? folder : path.resolve(home, workingFolder),
      env: { ...env, [algorithmVariable]: one.wrappingAlgorithm },
      out: values['out'] ?? '',
      timeout: millisecondsOf(timeout) ?? defaultTimeout,
      signal,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const describeCase = (one: Case, direction: Direction) => {
  const { id, partition, keySpec, wrappingAlgorithm, wrappingKeySpec, due, fault } = one;
  return {
    id,
    direction,
    partition,
    keySpec,
    wrappingAlgorithm,
    wrappingKeySpec,
    due,
    ...(fault === undefined ? {} : { fault }),
  };
};

/**
 * Runs somebody's implementation over the golden vectors and over every fault: each case in a clean folder, as a process of
 * its own with a time limit.
 * @throws KmsKeywrapError `ERR_USAGE` for a command that cannot be read, `ERR_ENVIRONMENT` for one that cannot be started
 */
export async function conform(input: ConformInput): Promise<ConformReport> {
  const { direction, algorithms = conformAlgorithms } = input;
  const template = parseTemplate(direction, input.command, placeholders[direction]);
  const jobs = jobsOf(input.jobs, availableParallelism());
  const isWanted = (id: string) => input.only?.some((part) => id.includes(part)) ?? true;
  const cases: readonly Case[] =
    direction === 'unwrap'
      ? unwrapCases(algorithms, input.seed ?? Buffer.alloc(1), isWanted)
      : wrapCases(algorithms).filter(({ id }) => isWanted(id));
  if (cases.length === 0)
    throw new KmsKeywrapError('ERR_USAGE', `no case has ${(input.only ?? []).join(' or ')} in its id`, {
      hint: 'Ids are such as vectors/rsaes_oaep_sha_1/17 and faults/RSAES_OAEP_SHA_256/label.',
    });
  const judgeWrap = wrapJudge((number) => cases[number - 1]?.id ?? '');
  const judge = (one: Case, outcome: CommandOutcome): Seen =>
    isUnwrap(one) ? judgeUnwrap(one, outcome) : judgeWrap(one, outcome, cases.indexOf(one) + 1);
  const ended = new Map<string, ConformResult>();
  // What a command leaves running is killed with the workspace: it is not a fault of the answer that it gave.
  const workspace = await createWorkspace();
  try {
    await concurrently(cases, jobs, async (one) => {
      const started = performance.now();
      const outcome = await runCase(one, template, workspace, input);
      const ms = Math.round(performance.now() - started);
      const result: ConformResult = { ...describeCase(one, direction), ...judge(one, outcome), ms };
      ended.set(one.id, result);
      await input.onCase?.(result, cases.length);
    });
  } finally {
    await workspace.dispose();
  }
  const results = cases.flatMap(({ id }) => ended.get(id) ?? []);
  return {
    environment: { implementation: template.text },
    cases: results,
    summary: summarizeConform(results),
  };
}
