import { KmsKeywrapError } from '../errors.ts';
import { deviceAlgorithms, deviceScript, limitsOf, type DeviceRequest } from '../recipe/devices/script.ts';
import { deviceNames, deviceRow, type Device, type DeviceRow } from '../tables/devices/index.ts';
import type { KeySpec } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import { impliedPartition, support } from '../tables/support.ts';
import { wrappingAlgorithmRow, wrappingKeySpecNames, type WrappingAlgorithm } from '../tables/wrapping.ts';
import { quotedName } from '../shown-name.ts';
import { resolveKeySpec, resolvePartition, resolveWrappingAlgorithm } from './names.ts';
import { recipe } from './recipe.ts';

export interface DeviceRecipeInput {
  readonly device: Device;
  /** Whose key is exported. */
  readonly keySpec?: KeySpec | undefined;
  /** Default: every algorithm that the device exports under and KMS accepts. */
  readonly wrappingAlgorithm?: WrappingAlgorithm | undefined;
  readonly partition?: Partition | undefined;
}

export interface DeviceRecipe {
  readonly device: Device;
  readonly keySpec?: KeySpec;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly partition: Partition;
  readonly flavour: 'device';
  /** Shell text, ready to paste or to save. */
  readonly script: string;
  /** What the device does to such keys, and AWS's contradictions. */
  readonly warnings: readonly string[];
}

function rowOf(given: string): DeviceRow {
  const name = deviceNames.find((known) => known === given);
  if (name !== undefined) return deviceRow(name);
  throw new KmsKeywrapError('ERR_USAGE', `unknown device ${quotedName(given)}`, {
    hint: `known: ${deviceNames.join(', ')}`,
  });
}

/** Whether KMS accepts such keys under such an algorithm with any wrapping key. */
const isTaken = (partition: Partition, keySpec: KeySpec, wrappingAlgorithm: WrappingAlgorithm) =>
  wrappingKeySpecNames.some(
    (wrappingKeySpec) =>
      support({ partition, keySpec, wrappingAlgorithm, wrappingKeySpec }).status !== 'unsupported',
  );

function one(request: DeviceRequest, partition: Partition): DeviceRecipe {
  const { device, algorithm, keySpec } = request;
  const script = deviceScript(request);
  // AWS's own word on the combination: it throws where KMS accepts it under no wrapping key.
  const { warnings } = recipe({ keySpec: keySpec?.name, wrappingAlgorithm: algorithm.name, partition });
  const limits = limitsOf(request).map(({ effect, reason }) => `${effect}: ${reason}`);
  return {
    device: device.name,
    ...(keySpec === undefined ? {} : { keySpec: keySpec.name }),
    wrappingAlgorithm: algorithm.name,
    partition,
    flavour: 'device',
    script,
    warnings: [...limits, ...warnings],
  };
}

/**
 * The commands by which a device exports a key for KMS: for one wrapping algorithm, or for every one that the device has.
 * @throws KmsKeywrapError `ERR_UNSUPPORTED_COMBINATION` for what the device does not do or KMS does not accept, `ERR_USAGE` for an
 *   unknown device
 */
export function deviceRecipes(input: DeviceRecipeInput): DeviceRecipe[] {
  const device = rowOf(input.device);
  const keySpec = input.keySpec === undefined ? undefined : resolveKeySpec(input.keySpec);
  const asked =
    input.wrappingAlgorithm === undefined ? undefined : resolveWrappingAlgorithm(input.wrappingAlgorithm);
  const partition = resolvePartition(
    input.partition ?? impliedPartition({ keySpec, wrappingAlgorithm: asked }),
  );
  if (asked !== undefined) return [one({ device, algorithm: asked, keySpec }, partition)];
  const requests = deviceAlgorithms(device)
    .map((name): DeviceRequest => ({ device, algorithm: wrappingAlgorithmRow(name), keySpec }))
    .filter(
      (request) =>
        limitsOf(request).every(({ effect }) => effect !== 'refused') &&
        request.algorithm.partitions.includes(partition) &&
        (keySpec === undefined || isTaken(partition, keySpec.name, request.algorithm.name)),
    );
  if (requests.length === 0)
    throw new KmsKeywrapError(
      'ERR_UNSUPPORTED_COMBINATION',
      `${device.title} exports ${keySpec === undefined ? 'keys' : `${keySpec.name} keys`} under no wrapping algorithm that KMS accepts for them in ${partition}`,
      { hint: 'Name an algorithm with --wrapping-algorithm to read why, or wrap with kms-keywrap wrap.' },
    );
  return requests.map((request) => one(request, partition));
}
