import { KmsKeywrapError } from '../../errors.ts';
import { partitionOf } from '../../tables/partitions.ts';
import { serviceNames } from '../../tables/services/names.ts';

const describe = `the service that imports the key: ${serviceNames.join(', ')}; names of keys and algorithms are then its own`;

/** `--service`, beside `--partition`: AWS's two stand for their partitions. */
export const serviceOption = {
  service: { type: 'string', requiresArg: true, describe, values: serviceNames },
} as const;

/** The same, where one reading can be judged for all of them. */
export const serviceOrAllOption = {
  service: {
    type: 'string',
    requiresArg: true,
    describe: `${describe}; all: a verdict for each`,
    values: [...serviceNames, 'all'],
  },
} as const;

interface Given {
  readonly service?: string | undefined;
  readonly partition?: string | undefined;
}

/** A service other than AWS KMS, by the name that was given; undefined where AWS KMS is meant. @throws `ERR_USAGE` beside --partition */
export function otherService({ service, partition }: Given): string | undefined {
  if (service === undefined || partitionOf(service) !== undefined) return undefined;
  if (partition !== undefined)
    throw new KmsKeywrapError('ERR_USAGE', '--service and --partition both say where the key goes', {
      hint: '--partition is for AWS KMS alone: leave it out, or give --service aws or --service aws-cn',
    });
  return service;
}

/** Options of a command for AWS KMS: `--service aws-cn` is `--partition aws-cn`. @throws `ERR_USAGE` where the two differ */
export function forAws<Options extends Given>(options: Options): Options {
  const { service, partition } = options;
  if (service === undefined) return options;
  if (partition !== undefined && partitionOf(partition) !== partitionOf(service))
    throw new KmsKeywrapError('ERR_USAGE', '--service and --partition name different partitions', {
      hint: 'give one of them',
    });
  return { ...options, partition: partition ?? service };
}
