import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { KmsKeywrapError } from '../../errors.ts';
import { goldenDir } from '../../samples/keys/package-files.ts';
import { nodeProgram, ownFolder } from '../../run/host/host.ts';
import { runCommand } from '../../run/command.ts';
import { createWorkspace } from '../../run/workspace.ts';
import { summarizeConform, type ConformReport, type ConformResult } from '../result.ts';
import { conform, type ConformInput } from '../run.ts';
import { findBinding } from './binding.ts';
import type { TokenChoice } from './token.ts';

export interface ConformTokenInput extends Omit<ConformInput, 'direction' | 'command' | 'env'>, TokenChoice {
  /** A folder whose node_modules has pkcs11js. Default: the current one, then the package's. */
  readonly bindingFolder?: string | undefined;
}

/** The compiled child, beside the package's golden/ folder. */
const childFile = () => path.join(goldenDir(), '../dist/conform/pkcs11/child.js');

const prefix = 'KMS_KEYWRAP_PKCS11_';
const environmentOf = ({ module, label, pin, parameters }: TokenChoice, binding: string) =>
  Object.fromEntries(
    Object.entries({
      MODULE: module,
      LABEL: label,
      PIN: pin,
      PARAMETERS: parameters,
      BINDING: binding,
    }).flatMap(([name, value]) => (value === undefined ? [] : [[`${prefix}${name}`, value]])),
  );

/** Opens the token once. @throws KmsKeywrapError `ERR_ENVIRONMENT` with what the module said */
async function requireToken(
  child: string,
  env: Readonly<Record<string, string>>,
  module: string,
): Promise<void> {
  const workspace = await createWorkspace();
  try {
    const cwd = workspace.folder();
    const words = [nodeProgram, child, 'open'] as const;
    const { ending, stderr } = await runCommand({
      words,
      cwd,
      env,
      out: path.join(cwd, 'out'),
      timeout: 60_000,
    });
    if (ending.kind === 'exit' && ending.status === 0) return;
    const said = stderr.trim() === '' ? ending.kind : stderr.trim();
    throw new KmsKeywrapError('ERR_ENVIRONMENT', `the token of ${module} cannot be opened: ${said}`, {
      hint: 'Name the token with --token LABEL and its PIN with --pin-file FILE; what configures the module is taken from your environment.',
    });
  } finally {
    await workspace.dispose();
  }
}

/**
 * Runs a token over the vectors and faults: it opens blobs by `C_UnwrapKey`, and exports key material that is put on it.
 * RSA AES key wrap is done in its two steps.
 * @throws KmsKeywrapError `ERR_ENVIRONMENT` without pkcs11js, or when the token cannot be opened; `ERR_INPUT_UNREADABLE`
 */
export async function conformToken(input: ConformTokenInput): Promise<ConformReport> {
  const module = path.resolve(ownFolder(), input.module);
  if (!existsSync(module))
    throw new KmsKeywrapError('ERR_INPUT_UNREADABLE', `there is no PKCS#11 module ${module}`, {
      hint: 'Name the shared library, such as /usr/lib/softhsm/libsofthsm2.so.',
    });
  const here = path.dirname(fileURLToPath(import.meta.url));
  const folders =
    input.bindingFolder === undefined
      ? [ownFolder(), here]
      : [path.resolve(ownFolder(), input.bindingFolder)];
  const env = environmentOf({ ...input, module }, findBinding(folders));
  const child = childFile();
  await requireToken(child, env, module);
  const quoted = [nodeProgram, child].map((word) => `'${word}'`).join(' ');
  const { onCase } = input;
  let total = 0;
  const cases: ConformResult[] = [];
  for (const [direction, file] of [
    ['unwrap', 'blob'],
    ['wrap', 'material'],
  ] as const) {
    const report = await conform({
      ...input,
      direction,
      command: `${quoted} ${direction} {algorithm} {key-spec} {${file}} {key} {out}`,
      env,
      ...(onCase === undefined ? {} : { onCase: (ended, count) => onCase(ended, total + count) }),
    });
    total += report.cases.length;
    cases.push(...report.cases);
  }
  return {
    environment: { implementation: `PKCS#11 module ${module}` },
    cases,
    summary: summarizeConform(cases),
  };
}
