import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KmsKeywrapError } from '../errors.ts';
import type { Command, PipeStep, Recipe, Step } from '../recipe/model.ts';
import { traceText } from '../recipe/render.ts';
import { failureOf } from './failure.ts';
import { requireOpenssl } from './fingerprint.ts';
import type { Openssl } from './find.ts';
import { runProcesses } from './processes.ts';
import type { Workspace } from './workspace.ts';

/** What every run of a recipe needs beside the recipe. */
export interface RunContext {
  readonly openssl: Openssl;
  readonly workspace: Workspace;
  /** Milliseconds for each step. Default: 60,000. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Gets each command line as it is started, secrets masked. */
  readonly trace?: ((line: string) => void) | undefined;
  /** Secrets in traced command lines are shown. */
  readonly revealSecrets?: boolean | undefined;
}

/** Contents by file name. */
export type Files = Readonly<Record<string, Buffer>>;

/** Bytes in one file of a run after which openssl is stopped; no recipe writes a hundredth of it. */
const floodLimit = 1024 * 1024;
const defaultTimeout = 60_000;

const hexOf = (files: Map<string, Buffer>) => (name: string) => files.get(name)?.toString('hex') ?? '';

function argvOf(command: Command, files: Map<string, Buffer>): string[] {
  return command.lines.flat().map((word) => {
    if (typeof word === 'string') return word;
    return 'file' in word ? word.file : hexOf(files)(word.hexOf);
  });
}

const outputError = (message: string) =>
  new KmsKeywrapError('ERR_OPENSSL_OUTPUT', message, {
    hint: 'openssl reported success, but what it wrote is not used. Name another one with --openssl PATH.',
  });

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

async function runPipe(step: PipeStep, folder: string, files: Map<string, Buffer>, context: RunContext) {
  const { openssl, timeout = defaultTimeout } = context;
  const into = join(folder, step.into);
  const stdout = step.by === 'stdout' ? openSync(into, 'wx', 0o600) : undefined;
  try {
    const outcome = await runProcesses(
      step.commands.map((command) => argvOf(command, files)),
      {
        program: openssl.path,
        env: openssl.env,
        cwd: folder,
        stdout,
        timeout,
        signal: context.signal,
        flooded: () => sizeOf(into) > floodLimit,
      },
    );
    const failure = await failureOf(outcome, {
      openssl,
      timeout,
      trace: context.trace,
      secrets: [...files.values()],
    });
    if (failure !== undefined) throw failure;
  } finally {
    if (stdout !== undefined) closeSync(stdout);
  }
}

function writeFile(folder: string, name: string, content: Buffer): void {
  writeFileSync(join(folder, name), content, { mode: 0o600, flag: 'wx' });
}

/** What does not need openssl: the `cat` at the end of a hybrid wrap, and its reverse. */
function runInProcess(step: Exclude<Step, PipeStep>, folder: string, files: Map<string, Buffer>): void {
  const content = (name: string) => files.get(name) ?? Buffer.alloc(0);
  if (step.kind === 'concatenate') {
    writeFile(folder, step.into, Buffer.concat(step.from.map(content)));
    return;
  }
  const whole = content(step.from);
  writeFile(folder, step.head, whole.subarray(0, step.at));
  writeFile(folder, step.tail, whole.subarray(step.at));
}

/** Reads what a step wrote; throws when it is missing, no regular file, or of a length that the recipe cannot give. */
async function readWritten(recipe: Recipe, name: string, folder: string, openssl: Openssl): Promise<Buffer> {
  const path = join(folder, name);
  const found = lstatSync(path, { throwIfNoEntry: false });
  const bounds = recipe.writes[name] ?? { min: 1, max: floodLimit };
  const wrong =
    found === undefined
      ? 'did not write it'
      : !found.isFile()
        ? 'made something else than a regular file of it'
        : found.size < bounds.min || found.size > bounds.max
          ? `wrote ${found.size} bytes into it, expected ${bounds.min === bounds.max ? bounds.min : `${bounds.min} to ${bounds.max}`}`
          : undefined;
  if (wrong === undefined) return readFileSync(path);
  // A program that is not openssl may well exit 0: that is the better message.
  await requireOpenssl(openssl);
  if (recipe.opensBlob === true && found?.isFile() !== false)
    throw new KmsKeywrapError('ERR_UNWRAP', `what was wrapped gives no ${name} of a length that it can have`);
  throw outputError(`openssl exited with status 0, but ${wrong}: ${name}`);
}

/** openssl may have touched nothing but the files of the recipe, and each only in its own step. */
function checkFolder(folder: string, files: Map<string, Buffer>): void {
  for (const name of readdirSync(folder))
    if (!files.has(name))
      throw outputError(`openssl wrote a file that is not part of the recipe (${JSON.stringify(name)})`);
  for (const [name, content] of files) {
    const now = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (now?.isFile() !== true || !readFileSync(join(folder, name)).equals(content))
      throw outputError(`openssl changed ${name} behind the recipe's back`);
  }
}

/**
 * File by file where all of them are known: half the calls of a recursive removal. What cannot be removed so is left to
 * the end of the workspace, which says what it cannot remove either.
 */
async function removeFolder(folder: string, names: Iterable<string>): Promise<void> {
  try {
    for (const name of names) unlinkSync(join(folder, name));
    rmdirSync(folder);
  } catch {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

const writtenBy = (step: Step) => (step.kind === 'split' ? [step.head, step.tail] : [step.into]);

/**
 * Runs a recipe in a folder of its own and returns every file that it wrote, intermediate ones too. `inputs` holds the files
 * that the recipe reads, by their names in the recipe. The folder is gone afterwards.
 *
 * Exit status 0 is not believed: each file has to be there with a length that the recipe can give, and nothing else may have
 * been written or changed. Whether the content is right is for the caller to check.
 *
 * Throws ERR_OPENSSL_* for whatever openssl does wrong, ERR_ABORTED when `signal` fires.
 */
export async function runRecipe(recipe: Recipe, inputs: Files, context: RunContext): Promise<Files> {
  const { openssl, workspace, signal, trace } = context;
  if (signal?.aborted === true) throw new KmsKeywrapError('ERR_ABORTED', 'stopped on request');
  const folder = workspace.folder();
  const files = new Map<string, Buffer>();
  try {
    for (const name of recipe.inputs) {
      const content = inputs[name];
      if (content === undefined)
        throw new KmsKeywrapError('ERR_INTERNAL', `the recipe reads ${name}, which was not given`);
      writeFile(folder, name, content);
      files.set(name, content);
    }
    for (const step of recipe.steps) {
      trace?.(traceText(step, openssl.path, context.revealSecrets === true ? hexOf(files) : undefined));
      if (step.kind === 'pipe') await runPipe(step, folder, files, context);
      else runInProcess(step, folder, files);
      for (const name of writtenBy(step)) files.set(name, await readWritten(recipe, name, folder, openssl));
    }
    checkFolder(folder, files);
    return Object.fromEntries([...files].filter(([name]) => name in recipe.writes));
  } finally {
    await removeFolder(folder, files.keys());
  }
}
