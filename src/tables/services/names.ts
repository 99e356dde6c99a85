import type { ServiceName } from './types.ts';

/** Every service of the table, in the order in which they are listed. The rows are loaded when one of them is asked for. */
export const serviceNames = [
  'aws',
  'aws-cn',
  'gcp',
  'azure',
  'vault',
  'openbao',
] as const satisfies readonly ServiceName[];

export const isServiceName = (name: string): name is (typeof serviceNames)[number] =>
  (serviceNames as readonly string[]).includes(name);
