import { usageError } from './usage-error.ts';

/** What yargs knows of a command's options, which its types leave out: names by kind. */
export interface Declared {
  readonly key: Readonly<Record<string, unknown>>;
  /** Options that may be given several times. */
  readonly array: readonly string[];
  /** Options without a value. */
  readonly boolean: readonly string[];
}

/** yargs' own table of the options of a parser. */
export const declaredBy = (parser: unknown): Declared => (parser as { getOptions(): Declared }).getOptions();

const isDeclared = (name: string, { key }: Declared) => Object.hasOwn(key, name);

/** An empty value is what a shell makes of a variable that is not set: nobody means the current folder, or every key spec, by it. */
function refuseEmpty(name: string, value: unknown): void {
  if ([value].flat().includes('')) throw usageError(`--${name} is empty`, 'is a shell variable not set?');
}

/**
 * Refuses what yargs lets through, and gives each option one value: an option without a value may stand there twice, one
 * with a value may not. Positionals come as they are.
 * @throws `ERR_USAGE`
 */
export function checkGiven(
  options: Readonly<Record<string, unknown>>,
  argv: readonly string[],
  declared: Declared,
): Record<string, unknown> {
  const checked: Record<string, unknown> = { ...options };
  for (const name of declared.boolean)
    if (argv.some((word) => word.startsWith(`--${name}=`))) throw usageError(`--${name} takes no value`);
  for (const [name, value] of Object.entries(options)) {
    const kebab = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    refuseEmpty(kebab, value);
    if (!Array.isArray(value) || !isDeclared(kebab, declared) || declared.array.includes(kebab)) continue;
    if (!declared.boolean.includes(kebab)) throw usageError(`--${kebab} was given more than once`);
    checked[name] = true;
  }
  return checked;
}
