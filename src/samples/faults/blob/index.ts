import { messageFaults } from './messages.ts';
import { keyWrapFaults } from './key-wrap.ts';
import { rsaFaults } from './rsa.ts';
import { sm2Faults } from './sm2.ts';
import { headerFaults, lineEndFaults, repeatedFaults } from './structure.ts';
import { lineEndConversionFaults, noBlobFaults, textFaults } from './text.ts';
import type { Fault, FaultInput } from './types.ts';

export type { FaultInput } from './types.ts';
export { soundBlob } from './parts.ts';

/** A fault that can be done to the input at hand. */
export interface ApplicableFault extends Pick<Fault, 'id' | 'name' | 'visible'> {
  /** The spoiled blob. Draws from the input's random source. */
  readonly make: () => Buffer;
}

/** Binds those faults that apply to an input. */
function bind<Input extends FaultInput>(faults: readonly Fault<Input>[], input: Input): ApplicableFault[] {
  return faults
    .filter(({ applies }) => applies === undefined || applies(input))
    .map((fault) => ({
      id: fault.id,
      name: fault.name,
      ...(fault.visible === undefined ? {} : { visible: fault.visible }),
      make: () => fault.make(input),
    }));
}

/** Faults of the file, whatever the algorithm. Vectors are numbered in this order. */
const fileFaults: readonly Fault[] = [
  ...textFaults,
  ...repeatedFaults,
  ...noBlobFaults,
  ...lineEndFaults,
  ...lineEndConversionFaults,
  ...headerFaults,
  ...messageFaults,
];

/** Every fault of the blob that can be done to this input: each gives one blob with one error finding. */
export function faultsFor(input: FaultInput): ApplicableFault[] {
  const { key, otherKey, wrappingAlgorithm: row } = input;
  const ofFile = bind(fileFaults, input);
  if (key.kind === 'sm2' && otherKey.kind === 'sm2')
    return [...ofFile, ...bind(sm2Faults, { ...input, key, otherKey })];
  if (key.kind !== 'rsa' || otherKey.kind !== 'rsa' || !('hash' in row)) return ofFile;
  const rsa = { ...input, key, otherKey, hash: row.hash, hybrid: row.scheme === 'rsa-aes-key-wrap' };
  return [...ofFile, ...bind([...rsaFaults, ...keyWrapFaults], rsa)];
}
