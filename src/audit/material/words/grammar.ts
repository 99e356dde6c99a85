import type { Misfit } from '../../../formats/der/grammar.ts';
import { describeBytes } from './bytes.ts';

/** Last part of a path: the name of the component. */
const nameOf = (at: string) => at.slice(at.lastIndexOf('.') + 1);

/** A misfit in words. */
export function describeMisfit(misfit: Misfit): string {
  const name = nameOf(misfit.at);
  switch (misfit.why) {
    case 'unexpected':
      return `${describeBytes(misfit.bytes)}, in ${name} where nothing belongs`;
    case 'missing':
      return name === 'parameters' ? 'no parameters' : `${name} is missing`;
    case 'type':
      return `${name} has tag ${misfit.identifier.toString(16).padStart(2, '0').toUpperCase()}, expected ${misfit.expected}`;
    case 'empty-list':
      return `${name} is an empty list`;
    case 'integer-empty':
      return `${name} is an INTEGER without content`;
    case 'integer-negative':
      return `${name} is negative: its sign byte (a leading zero byte) is missing`;
    case 'integer-padded':
      return `${name} has superfluous leading bytes`;
    case 'oid-invalid':
      return `${name} is not a valid OBJECT IDENTIFIER`;
    case 'null-content':
      return `${name} is a NULL with ${misfit.bytes} ${misfit.bytes === 1 ? 'byte' : 'bytes'} of content`;
    case 'bit-string-invalid':
      return `${name} is not a BIT STRING of whole bytes`;
    case 'content-unreadable':
      return `${name} cannot be read as BER`;
  }
}
