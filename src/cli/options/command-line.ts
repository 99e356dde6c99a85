import { parseArgs } from 'node:util';
import type { Declaration, Option, Options } from './command.ts';

/** What is wrong with a command line; options by their names in kebab case, without dashes. */
export type Fault =
  | { readonly kind: 'unknown-option'; readonly name: string; readonly written: string }
  | {
      readonly kind: 'value-missing' | 'value-unexpected' | 'value-empty' | 'repeated';
      readonly name: string;
    }
  /** Names of arguments, and of options with their dashes. */
  | { readonly kind: 'missing'; readonly names: readonly string[] }
  | { readonly kind: 'argument-empty'; readonly name: string }
  | { readonly kind: 'argument-unexpected'; readonly word: string };

/** By the names of options and positionals in camel case. */
type Values = Readonly<Record<string, unknown>>;

export type CommandLine =
  | { readonly kind: 'values'; readonly values: Values }
  | { readonly kind: 'asked'; readonly for: 'help' | 'version' }
  | { readonly kind: 'fault'; readonly fault: Fault };

const help = 'help';
const version = 'version';
/** Understood wherever they stand, whatever else is wrong. */
const questions = {
  [help]: { type: 'boolean', short: 'h' },
  [version]: { type: 'boolean', short: 'v' },
} as const;

const camel = (name: string) => name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A word that looks like an option is not the value of the one before it; a mere dash is stdin, and a number is a number. */
const looksLikeOption = (word: string) => /^-[^\d]/.test(word);

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

function tokensOf(words: readonly string[], options: Options): readonly Token[] {
  const types = Object.entries(options).map(([name, { type, alias }]) => [
    name,
    alias === undefined ? { type } : { type, short: alias },
  ]);
  const { tokens } = parseArgs({
    args: [...words],
    options: { ...Object.fromEntries(types), ...questions },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens;
}

/** What is wrong with an option as it stands there. */
function optionFault(token: Token & { kind: 'option' }, option: Option | undefined): Fault | undefined {
  const { name, value, inlineValue } = token;
  if (option === undefined) return { kind: 'unknown-option', name, written: token.rawName };
  if (option.type === 'boolean') return value === undefined ? undefined : { kind: 'value-unexpected', name };
  if (value === undefined || (!inlineValue && looksLikeOption(value))) return { kind: 'value-missing', name };
  return value === '' ? { kind: 'value-empty', name } : undefined;
}

const isGiven = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined);

/** Gives each positional its words: one, or the rest of them. */
function positionalValues(
  words: readonly string[],
  positionals: Options,
): { readonly fault: Fault } | { readonly values: Values; readonly missing: readonly string[] } {
  const values: Record<string, unknown> = {};
  const missing: string[] = [];
  let rest = words;
  for (const [name, { array, demandOption }] of Object.entries(positionals)) {
    const own = array === true ? rest : rest.slice(0, 1);
    if (own.includes('')) return { fault: { kind: 'argument-empty', name } };
    if (own.length === 0 && demandOption === true) missing.push(name);
    values[camel(name)] = array === true ? own : own[0];
    rest = rest.slice(own.length);
  }
  const [word] = rest;
  return word === undefined ? { values, missing } : { fault: { kind: 'argument-unexpected', word } };
}

/**
 * Reads the words after a command's name by what it declares. The first fault counts. An option with `array` takes the words
 * that follow it, up to the next option; one without may stand there once, and a flag as often as anybody likes.
 */
export function readCommandLine(
  words: readonly string[],
  {
    positionals = {},
    options = {},
    alsoMissing,
  }: Pick<Declaration, 'positionals' | 'options' | 'alsoMissing'>,
): CommandLine {
  const tokens = tokensOf(words, options);
  for (const token of tokens)
    if (token.kind === 'option' && Object.hasOwn(questions, token.name))
      return { kind: 'asked', for: token.name as keyof typeof questions };

  const given = new Map<string, string | boolean | string[]>();
  const others: string[] = [];
  /** The values of the array option that stands last. */
  let open: string[] | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional') (open ?? others).push(token.value);
    else open = undefined;
    if (token.kind !== 'option') continue;
    const { name, value = true } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    const fault = optionFault(token, option);
    if (fault !== undefined) return { kind: 'fault', fault };
    const former = given.get(name);
    if (option?.array === true && typeof value === 'string') {
      open = [...(Array.isArray(former) ? former : []), value];
      given.set(name, open);
    } else if (former !== undefined && option?.type === 'string')
      return { kind: 'fault', fault: { kind: 'repeated', name } };
    else given.set(name, value);
  }

  const positional = positionalValues(others, positionals);
  if ('fault' in positional) return { kind: 'fault', fault: positional.fault };
  const missing = Object.entries(options).flatMap(([name, { demandOption }]) =>
    demandOption === true && !given.has(name) ? [`--${name}`] : [],
  );
  const dependent = alsoMissing?.((name) => given.has(name) || isGiven(positional.values[name])) ?? [];
  const names = [...positional.missing, ...missing, ...dependent];
  // One that hangs on something else is left to the command, which says why.
  if (positional.missing.length + missing.length > 0 || names.length > 1)
    return { kind: 'fault', fault: { kind: 'missing', names } };
  const values = Object.entries(options).map(([name, option]) => [
    camel(name),
    given.get(name) ?? option.default,
  ]);
  return { kind: 'values', values: { ...Object.fromEntries(values), ...positional.values } };
}
