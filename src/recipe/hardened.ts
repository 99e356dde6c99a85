import { hardenedPreamble, hardenedWorkspace } from './hardened-text.ts';
import {
  alternativeInitialValue,
  documentedNames as names,
  longestMaterial,
  type Command,
  type PipeStep,
  type Recipe,
  type Step,
  type Word,
} from './model.ts';
import { quote } from './render.ts';

/** How a script spells the path of a file of the recipe. */
type Place = (name: string) => string;

/** What a recipe writes lies in the private folder until it is complete; what it reads lies where the user is. */
const placeOf =
  (recipe: Recipe): Place =>
  (name) =>
    name in recipe.writes ? `"$work/${name}"` : quote(name);

function commandText(command: Command, place: Place, extra: readonly string[] = []): string {
  const text = (word: Word) => {
    if (typeof word === 'string') return quote(word);
    return 'file' in word ? place(word.file) : '"$aes_key"';
  };
  const rows = [...command.lines.map((row) => row.map(text).join(' ')), ...extra];
  return `openssl ${rows.join(' \\\n  ')}`;
}

/** The file that takes the place of the pipe after a command, counted from 1. */
const between = (stage: number) => `"$work/stage-${stage}"`;

/** POSIX sh has no pipefail, and a failure before a pipe goes unseen: the processes are joined by files instead. */
function pipeText(step: PipeStep, place: Place): string[] {
  if (step.by === '-out') return step.commands.map((command) => commandText(command, place));
  return step.commands.map((command, index) =>
    commandText(command, place, [
      ...(index === 0 ? [] : [`-in ${between(index)}`]),
      `-out ${index === step.commands.length - 1 ? place(step.into) : between(index + 1)}`,
    ]),
  );
}

function stepText(step: Step, place: Place): string[] {
  switch (step.kind) {
    case 'pipe':
      return pipeText(step, place);
    case 'concatenate':
      return [`cat ${step.from.map(place).join(' ')} > ${place(step.into)}`];
    case 'split':
      return [
        `head -c ${step.at} ${place(step.from)} > ${place(step.head)}`,
        `tail -c +${step.at + 1} ${place(step.from)} > ${place(step.tail)}`,
      ];
  }
}

/** What is looked at beside the length once a file is there. */
function furtherChecks(written: string, recipe: Recipe, place: Place): string[] {
  if (written === names.aesKey)
    return [
      `aes_key=$(od -A n -v -t x1 < ${place(written)} | tr -d ' \\n')`,
      `[ "\${#aes_key}" -eq 64 ] || fail 'the AES key is not 64 hex digits'`,
    ];
  const material = recipe.inputs[0];
  if (written === names.wrappedMaterial && material !== undefined)
    return [
      '# openssl exits 0 on a wrong -K or -iv: only unwrapping again proves the wrap.',
      `openssl enc -d -id-aes256-wrap-pad -K "$aes_key" -iv ${alternativeInitialValue} \\\n  -in ${place(written)} -out "$work/unwrapped"`,
      `cmp -s "$work/unwrapped" ${place(material)} || fail 'the wrapped key material does not unwrap to what went in'`,
    ];
  return [];
}

const filesOf = (step: Step) => (step.kind === 'split' ? [step.head, step.tail] : [step.into]);

function inputChecks(recipe: Recipe): string[] {
  return recipe.inputs.map((name) =>
    name === names.publicKey
      ? `openssl pkey -pubin -inform DER -in ${name} -noout || fail '${name} is not a public key in DER'`
      : `require_bytes ${quote(name)} 1 ${longestMaterial}`,
  );
}

function recipeText(recipe: Recipe): string {
  const place = placeOf(recipe);
  const steps = recipe.steps.flatMap((step) => [
    ...stepText(step, place),
    ...filesOf(step).flatMap((name) => {
      const bounds = recipe.writes[name];
      return [
        ...(bounds === undefined ? [] : [`require_bytes ${place(name)} ${bounds.min} ${bounds.max}`]),
        ...furtherChecks(name, recipe, place),
      ];
    }),
  ]);
  const result = quote(recipe.result);
  return [
    `# ${recipe.title}.`,
    ...inputChecks(recipe),
    ...steps,
    `refuse_existing ${result}`,
    `mv ${place(recipe.result)} ${result}`,
    '',
  ].join('\n');
}

/**
 * A POSIX sh script that does what the recipes do and fails closed: private folder that is removed on every exit, no pipe
 * whose failure goes unseen, every length looked at, the wrapped key material unwrapped again, nothing overwritten.
 */
export function hardenedText(recipes: readonly Recipe[]): string {
  const outputs = recipes.map((recipe) => `refuse_existing ${quote(recipe.result)}`);
  return [hardenedPreamble, ...outputs, '', hardenedWorkspace, recipes.map(recipeText).join('\n')].join('\n');
}
