import { KmsKeywrapError } from '../errors.ts';
import { isRaw } from '../tables/key-specs.ts';
import type { Material, ServiceRow, Wrapping } from '../tables/services/types.ts';
import { generationRecipe } from './generation.ts';
import { hardenedText } from './hardened.ts';
import { documentedNames as names, exactly, file, step, type Recipe, type Step } from './model.ts';
import { documentedText } from './render.ts';
import type { Flavour } from './script.ts';
import { wrappingRecipe } from './wrapping.ts';

export interface ServiceScriptRequest {
  readonly row: ServiceRow;
  readonly material?: Material | undefined;
  readonly wrapping?: Wrapping | undefined;
  readonly flavour: Flavour;
}

/** Names of files in a step, exchanged. */
function renamed(step: Step, to: (name: string) => string): Step {
  if (step.kind === 'concatenate')
    return { ...step, from: [to(step.from[0]), to(step.from[1])], into: to(step.into) };
  if (step.kind === 'split')
    return { ...step, from: to(step.from), head: to(step.head), tail: to(step.tail) };
  return {
    ...step,
    into: to(step.into),
    commands: step.commands.map(({ lines }) => ({
      lines: lines.map((line) =>
        line.map((word) => {
          if (typeof word === 'string') return word;
          return 'file' in word ? file(to(word.file)) : { hexOf: to(word.hexOf) };
        }),
      ),
    })),
  };
}

/** A recipe whose result has another name. */
function withResult(recipe: Recipe, result: string): Recipe {
  const to = (name: string) => (name === recipe.result ? result : name);
  return {
    ...recipe,
    result,
    steps: recipe.steps.map((one) => renamed(one, to)),
    writes: Object.fromEntries(Object.entries(recipe.writes).map(([name, bounds]) => [to(name), bounds])),
  };
}

/** Random bytes, or a private key as PKCS#8 DER, in the file that the commands of the service read. */
export function materialRecipe({ row, lengths, name }: Material, into: string): Recipe {
  if (isRaw(row)) {
    const bytes =
      lengths === undefined ? row.bytes.aws : 'least' in lengths ? lengths.least : (lengths[0] ?? 0);
    return {
      title: `Generates ${name} key material: ${bytes} random bytes`,
      documented: true,
      steps: [step(into, ['rand', '-out', file(into), String(bytes)])],
      inputs: [],
      writes: { [into]: exactly(bytes) },
      result: into,
    };
  }
  if (row.kind === 'ed25519')
    return {
      title: `Generates ${name} key material as PKCS#8 DER`,
      documented: false,
      steps: [step(into, ['genpkey', '-algorithm', 'ed25519', '-outform', 'DER', '-out', file(into)])],
      inputs: [],
      writes: { [into]: exactly(48) },
      result: into,
    };
  const recipe = generationRecipe(row, row.partitions.includes('aws') ? 'aws' : 'aws-cn');
  return withResult({ ...recipe, title: `Generates ${name} key material as PKCS#8 DER` }, into);
}

/** The wrap of a service as steps, with the public key in the form in which the service delivers it, and the blob still binary. */
export function serviceWrapRecipe(
  { commands: { files }, envelope, title }: ServiceRow,
  wrapping: Wrapping,
): Recipe {
  const base = wrappingRecipe(wrapping.scheme, files.material);
  const blob = envelope === 'binary' ? files.blob : 'key.blob';
  const fromPem = step(
    names.publicKey,
    ['pkey', '-pubin'],
    ['-in', file(files.publicKey)],
    ['-outform', 'DER'],
    ['-out', file(names.publicKey)],
  );
  const pem = files.keyForm === 'pem';
  return withResult(
    {
      ...base,
      title: `Wraps key material for ${title} with ${wrapping.name}`,
      documented: false,
      inputs: [files.material, pem ? files.publicKey : names.publicKey],
      steps: pem ? [fromPem, ...base.steps] : base.steps,
      writes: pem ? { [names.publicKey]: { min: 90, max: 800 }, ...base.writes } : base.writes,
    },
    blob,
  );
}

/** The blob into the envelope, once it is there. */
function envelopeText({ envelope, commands }: ServiceRow, wrapping: Wrapping): string[] {
  const into = commands.files.blob;
  if (envelope === 'base64')
    return [
      '# Puts the blob into base64.',
      `refuse_existing ${into}`,
      `openssl base64 -A -in key.blob -out ${into}`,
      `[ -s ${into} ] || fail '${into} is empty'`,
    ];
  if (envelope === 'byok')
    return [
      '# Puts the blob into its envelope.',
      `refuse_existing ${into}`,
      `ciphertext=$(openssl base64 -A -in key.blob | tr '+/' '-_' | tr -d '=')`,
      `[ -n "$ciphertext" ] || fail 'openssl base64 wrote nothing'`,
      `printf '{"schema_version":"1.0.0","header":{"kid":"%s","alg":"dir","enc":"${wrapping.name}"},"ciphertext":"%s","generator":"openssl"}' \\\n  "$KID" "$ciphertext" > "$work/${into}"`,
      `mv "$work/${into}" ${into}`,
    ];
  return [];
}

const commented = (lines: readonly string[]) =>
  lines.flatMap((line) => line.split('\n').map((one) => `# ${one}`));

/** What has to be known before the commands are run. */
function heading({ commands, title, envelope }: ServiceRow, wrapping: Wrapping | undefined): string[] {
  return [
    ...(commands.by === 'ours'
      ? [`# Not documented: ${title} prints no openssl command for this. These are the project's own.`]
      : []),
    ...(wrapping === undefined ? [] : ['# First, the wrapping key:', ...commented(commands.fetch(wrapping))]),
    ...(envelope === 'byok' && wrapping !== undefined
      ? [
          ': "${KID:?set it to the identifier of the Key Exchange Key: https://VAULT.vault.azure.net/keys/KEK/VERSION}"',
        ]
      : []),
  ];
}

const uploadText = ({ commands }: ServiceRow, material: Material | undefined, wrapping: Wrapping) => [
  '# At last, the upload:',
  ...commented(commands.upload(material, wrapping)),
];

function hardened({ row, material, wrapping }: ServiceScriptRequest): string {
  const { files } = row.commands;
  const recipes = [
    ...(material === undefined ? [] : [materialRecipe(material, files.material)]),
    ...(wrapping === undefined ? [] : [serviceWrapRecipe(row, wrapping)]),
  ];
  return [
    '#!/bin/sh',
    '# Fails closed: stops at the first error, overwrites nothing, leaves nothing behind.',
    ...heading(row, wrapping),
    ...(wrapping?.inner === 'kwp'
      ? [
          '# While openssl enc runs, its -K shows the AES key to the users of this machine: run this on one of your own.',
        ]
      : []),
    hardenedText(recipes).trimEnd(),
    ...(wrapping === undefined ? [] : envelopeText(row, wrapping)),
    ...(wrapping === undefined ? [] : uploadText(row, material, wrapping)),
    '',
  ].join('\n');
}

function documented({ row, material, wrapping }: ServiceScriptRequest): string {
  const { commands } = row;
  const generation = material && documentedText(materialRecipe(material, commands.files.material)).trimEnd();
  return [
    ...heading(row, wrapping),
    ...(generation === undefined ? [] : [generation]),
    ...(wrapping === undefined ? [] : commands.wrap(wrapping, material)),
    ...(wrapping === undefined ? [] : uploadText(row, material, wrapping)),
    '',
  ].join('\n');
}

/**
 * The shell text of a service's recipe. `documented`: the service's own commands, character for character, between comments that say how
 * the wrapping key is fetched and the blob is uploaded; where it documents none, the project's own, marked so.
 */
export function serviceScript(request: ServiceScriptRequest): string {
  const { wrapping, material, flavour, row } = request;
  if (wrapping === undefined && material === undefined)
    throw new KmsKeywrapError('ERR_USAGE', 'a recipe needs a key spec, a wrapping algorithm or both');
  if (wrapping?.outOfReach !== undefined)
    throw new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', wrapping.outOfReach);
  if (wrapping?.use === 'release')
    throw new KmsKeywrapError(
      'ERR_UNSUPPORTED_COMBINATION',
      `${wrapping.name} is what ${row.title} gives out when a key is released: there is nothing to wrap`,
      { hint: `import takes ${row.defaultWrapping ?? 'another one'}` },
    );
  if (flavour === 'portable')
    throw new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', `there is no portable recipe for ${row.title}`, {
      hint: 'take --flavour documented or hardened',
    });
  return flavour === 'hardened' ? hardened(request) : documented(request);
}
