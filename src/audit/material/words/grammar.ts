import type { Misfit } from '../../../formats/der/grammar.ts';
import { sha256Hex } from '../../../crypto/hash.ts';

/** Last part of a path: the name of the component. */
const nameOf = (at: string) => at.slice(at.lastIndexOf('.') + 1);

/** Surplus bytes are told by number, value or digest: they may be another key. */
function bytesOf(bytes: Buffer): string {
  const count = `${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}`;
  if (bytes.length > 0 && bytes.every((byte) => byte === bytes[0])) return `${count} of value ${bytes[0]}`;
  return `${count}, SHA-256 ${sha256Hex(bytes).slice(0, 16)}…`;
}

/** A misfit in words. */
export function describeMisfit(misfit: Misfit): string {
  const name = nameOf(misfit.at);
  switch (misfit.why) {
    case 'unexpected':
      return `${bytesOf(misfit.bytes)} in ${name} that do not belong there`;
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
