import { KmsKeywrapError } from '../errors.ts';
import { curveRow, curveSpecs } from '../tables/curves.ts';
import type { Command, Recipe, Word } from './model.ts';

/** Rows of `pkeyutl` that LibreSSL has to read before `-inkey`: it loads the key when it meets that option. */
const beforeKey = ['-encrypt', '-decrypt', '-pubin', '-keyform'];

const named = (row: readonly Word[]) => (typeof row[0] === 'string' ? row[0] : '');

function place(row: readonly Word[]): number {
  const name = named(row);
  if (name === 'pkeyutl') return 0;
  if (beforeKey.includes(name)) return 1;
  if (name === '-inkey') return 2;
  // `-pkeyopt` is an option of the key that was loaded.
  return name === '-pkeyopt' ? 3 : 4;
}

/** The same command with its options in an order that LibreSSL takes, and with what it would write by default spelled out. */
function portableCommand(command: Command): Command {
  const [first = []] = command.lines;
  if (named(first) === 'pkeyutl') return { lines: command.lines.toSorted((a, b) => place(a) - place(b)) };
  const curve = first.some((word) => typeof word === 'string' && word.startsWith('ec_paramgen_curve:'));
  return curve ? { lines: [[...first, '-pkeyopt', 'ec_param_enc:named_curve']] } : command;
}

/** Why LibreSSL or OpenSSL 1.1.1 cannot run a recipe, in whatever order its options stand; undefined where both can. */
export function portableLimit({ steps, documented }: Recipe): string | undefined {
  const commands = steps.flatMap((step) => (step.kind === 'pipe' ? step.commands : []));
  const has = (word: string) => commands.some(({ lines }) => lines.some((row) => row.includes(word)));
  if (has('-id-aes256-wrap-pad'))
    return 'LibreSSL and OpenSSL 1.1.1 have no command for AES key wrap with padding';
  const lacking = curveSpecs.map(curveRow).find(({ openssl }) => has(`ec_paramgen_curve:${openssl}`));
  if (lacking?.opensslLacks !== undefined) return lacking.opensslLacks.libressl;
  return documented ? undefined : 'LibreSSL and OpenSSL 1.1.1 do not encrypt under SM2 keys';
}

/**
 * The recipe with commands that LibreSSL and OpenSSL 1.1.1 run too.
 * Throws ERR_UNSUPPORTED_COMBINATION for a recipe that they cannot run.
 */
export function portableRecipe(recipe: Recipe): Recipe {
  const limit = portableLimit(recipe);
  if (limit !== undefined)
    throw new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', `there is no portable recipe: ${limit}`, {
      hint: 'install OpenSSL 3.0 or later (macOS: brew install openssl@3), or use kms-keywrap generate and wrap with --engine node',
    });
  const steps = recipe.steps.map((step) =>
    step.kind === 'pipe' ? { ...step, commands: step.commands.map(portableCommand) } : step,
  );
  return { ...recipe, steps };
}
