import { KmsKeywrapError } from '../../errors.ts';
import { engines } from '../../api/engine.ts';
import { quotedName } from '../../shown-name.ts';
import { isJobs, isRepeat, mostJobs, mostRounds } from '../../api/arguments.ts';
import {
  resolveKeySpec,
  resolvePartition,
  resolveWrappingAlgorithm,
  resolveWrappingKeySpec,
} from '../../api/names.ts';
import { keySpecNames, keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import { partitions } from '../../tables/partitions.ts';
import { impliedPartition } from '../../tables/support.ts';
import {
  wrappingAlgorithmNames,
  wrappingAlgorithmRow,
  wrappingKeySpecNames,
  type WrappingAlgorithm,
} from '../../tables/wrapping.ts';

const text = <D extends string>(describe: D) => ({ type: 'string', requiresArg: true, describe }) as const;

const keySpec = 'KMS key spec of the key material, such as ECC_NIST_P384';
export const keySpecPositional = { type: 'string', describe: keySpec, values: keySpecNames } as const;

/** Options that several commands take, each defined once. */
export const shared = {
  keySpec: { ...text(keySpec), values: keySpecNames },
  partition: {
    ...text(
      'aws or aws-cn (China Regions); aws unless a name exists in aws-cn alone; aws-us-gov and the like follow aws',
    ),
    values: partitions,
  },
  wrappingAlgorithm: {
    ...text('wrapping algorithm, such as RSAES_OAEP_SHA_256'),
    values: wrappingAlgorithmNames,
  },
  wrappingKeySpec: { ...text('wrapping key spec, such as RSA_4096'), values: wrappingKeySpecNames },
  force: { type: 'boolean', default: false, describe: 'overwrite an existing output' },
  file: (what: string) => text(`${what}; - for stdin`),
  folder: (what: string) => text(what),
  out: (byDefault: string) =>
    ({ ...text(`where to write, - for stdout; default: ${byDefault}`), alias: 'o' }) as const,
  jobs: (what: string) => text(what),
  engine: <E extends 'openssl' | 'node'>(byDefault: E) =>
    ({
      ...text('openssl: the documented commands; node: in process, no secret in any argv'),
      values: engines,
      default: byDefault,
    }) as const,
} as const;

const read = <N extends string, R>(value: N | undefined, resolve: (name: N) => R) =>
  value === undefined ? undefined : resolve(value);

/** The KMS names among the options, resolved. @throws `ERR_UNKNOWN_…` with a suggestion */
export function names(options: {
  keySpec?: string | undefined;
  partition?: string | undefined;
  wrappingAlgorithm?: string | undefined;
  wrappingKeySpec?: string | undefined;
}) {
  return {
    keySpec: read(options.keySpec, resolveKeySpec)?.name,
    partition: read(options.partition, resolvePartition),
    wrappingAlgorithm: read(options.wrappingAlgorithm, resolveWrappingAlgorithm)?.name,
    wrappingKeySpec: read(options.wrappingKeySpec, resolveWrappingKeySpec)?.name,
  };
}

/** The partition of names that were given without one. */
export const partitionOf = (named: {
  readonly keySpec?: KeySpec | undefined;
  readonly wrappingAlgorithm?: WrappingAlgorithm | undefined;
}) =>
  impliedPartition({
    keySpec: read(named.keySpec, keySpecRow),
    wrappingAlgorithm: read(named.wrappingAlgorithm, wrappingAlgorithmRow),
  });

/** The value of an option that must be there. @throws `ERR_USAGE` */
export function required<V>(name: string, value: V | undefined): V {
  if (value === undefined) throw new KmsKeywrapError('ERR_USAGE', `--${name} is missing`);
  return value;
}

/** The value of an option that has few. @throws `ERR_USAGE` naming them */
export function choice<V extends string>(name: string, given: string, known: readonly V[]): V {
  const found = known.find((one) => one === given);
  if (found !== undefined) return found;
  throw new KmsKeywrapError('ERR_USAGE', `unknown --${name} ${quotedName(given)}`, {
    hint: `this command has: ${known.join(', ')}`,
  });
}

/** The asked-for output format. @throws `ERR_USAGE` for one that the command does not have */
export const formatted = <F extends string>(given: string, known: readonly F[]): F =>
  choice('format', given, known);

/** The value of `--jobs`, undefined when it was not given. @throws `ERR_USAGE` */
export function readJobs(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const jobs = Number(given);
  if (isJobs(jobs)) return jobs;
  throw new KmsKeywrapError(
    'ERR_USAGE',
    `--jobs ${quotedName(given)} is not a whole number from 1 to ${mostJobs}`,
  );
}

/** The value of `--repeat`, undefined when it was not given. @throws `ERR_USAGE` */
export function readRepeat(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const repeat = Number(given);
  if (isRepeat(repeat)) return repeat;
  throw new KmsKeywrapError(
    'ERR_USAGE',
    `--repeat ${JSON.stringify(given)} is not a whole number from 1 to ${mostRounds}`,
  );
}

/** The values of an option that may be given several times, or with commas; undefined when it was not given. */
export function many(given: readonly string[] | undefined): string[] | undefined {
  const values = given?.flatMap((value) => value.split(',')).filter((value) => value !== '');
  return values === undefined || values.length === 0 ? undefined : values;
}
