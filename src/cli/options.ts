import type { Argv } from 'yargs';
import { KmsKeywrapError } from '../errors.ts';
import {
  resolveKeySpec,
  resolvePartition,
  resolveWrappingAlgorithm,
  resolveWrappingKeySpec,
} from '../keywrap/names.ts';

/** Options that several commands take, each defined once. */

const keySpecText = 'KMS key spec of the key material, such as ECC_NIST_P384';

export const keySpecPositional = <T>(yargs: Argv<T>) =>
  yargs.positional('key-spec', { type: 'string', describe: keySpecText });

const named = <T, N extends string>(yargs: Argv<T>, name: N, describe: string) =>
  yargs.option(name, { type: 'string', requiresArg: true, describe });

export const keySpecOption = <T>(yargs: Argv<T>) => named(yargs, 'key-spec', keySpecText);

export const partitionOption = <T>(yargs: Argv<T>) =>
  named(yargs, 'partition', 'aws or aws-cn (China Regions); aws unless a name exists in aws-cn alone');

export const wrappingAlgorithmOption = <T>(yargs: Argv<T>) =>
  named(yargs, 'wrapping-algorithm', 'wrapping algorithm, such as RSAES_OAEP_SHA_256');

export const wrappingKeySpecOption = <T>(yargs: Argv<T>) =>
  named(yargs, 'wrapping-key-spec', 'wrapping key spec, such as RSA_4096');

const read = <R>(name: string, value: string | undefined, resolve: (name: string) => R) =>
  value === undefined ? undefined : resolve(once(name, value));

/** The KMS names among the options, resolved. @throws `ERR_UNKNOWN_…` with a suggestion */
export function names(options: {
  keySpec?: string | undefined;
  partition?: string | undefined;
  wrappingAlgorithm?: string | undefined;
  wrappingKeySpec?: string | undefined;
}) {
  return {
    keySpec: read('key-spec', options.keySpec, resolveKeySpec),
    partition: read('partition', options.partition, resolvePartition),
    wrappingAlgorithm: read('wrapping-algorithm', options.wrappingAlgorithm, resolveWrappingAlgorithm),
    wrappingKeySpec: read('wrapping-key-spec', options.wrappingKeySpec, resolveWrappingKeySpec),
  };
}

export const forceOption = <T>(yargs: Argv<T>) =>
  yargs.option('force', { type: 'boolean', default: false, describe: 'overwrite an existing output' });

/** yargs makes an array of an option given twice; one value is meant. */
export function once<T>(name: string, value: T | T[]): T {
  if (Array.isArray(value)) throw new KmsKeywrapError('ERR_USAGE', `--${name} was given more than once`);
  return value;
}

/** The asked-for output format. @throws `ERR_USAGE` for one that the command does not have */
export function formatted<F extends string>(given: string, known: readonly F[]): F {
  const format = known.find((name) => name === given);
  if (format !== undefined) return format;
  throw new KmsKeywrapError('ERR_USAGE', `unknown --format ${JSON.stringify(given)}`, {
    hint: `this command has: ${known.join(', ')}`,
  });
}
