import type { DepartureKind, Malformation, ReadFailure } from '../../../formats/der/tlv.ts';
import type { Unread } from '../facts/unread.ts';

const departures: Readonly<Record<DepartureKind, string>> = {
  'indefinite-length': 'indefinite length',
  'length-not-shortest': 'length not in its shortest form',
  'tag-not-shortest': 'long-form tag where the short form is enough',
  'string-constructed': 'string in constructed form',
  'integer-empty': 'INTEGER without content',
  'integer-not-shortest': 'INTEGER not in its shortest form',
  'boolean-value': 'BOOLEAN that is neither 00 nor FF',
  'unused-bits-count': 'BIT STRING with an impossible count of unused bits',
  'unused-bits-set': 'BIT STRING whose unused bits are not zero',
};

const malformations: Readonly<Record<Malformation, string>> = {
  'exceeds-parent': 'an element reaches beyond the one around it',
  'tag-zero': 'an element has tag 0, which is reserved',
  'tag-invalid': 'a tag is not valid',
  'length-reserved': 'a length begins with the reserved octet FF',
  'indefinite-primitive': 'a primitive element has an indefinite length',
};

const limits: Readonly<Record<Extract<ReadFailure, { kind: 'limit' }>['of'], string>> = {
  depth: 'nested deeper than any key',
  elements: 'with more elements than any key has',
};

/** A place where BER is not DER, in words. */
export const describeDeparture = (kind: DepartureKind): string => departures[kind];

/** Why bytes that begin like DER cannot be read to their end. @param bytes how many there are */
function describeReadFailure(failure: ReadFailure, bytes: number): string {
  switch (failure.kind) {
    case 'malformed':
      return `DER up to offset ${failure.offset}, where ${malformations[failure.why]}`;
    case 'limit':
      return `DER ${limits[failure.of]}`;
    case 'truncated':
      return failure.announced === undefined
        ? `DER that is not closed within ${bytes} bytes`
        : `${bytes} bytes of DER that announces ${failure.announced}`;
  }
}

/** Bytes in which no private key was read. @param bytes how many there are */
export function describeUnread(unread: Unread, bytes: number): string {
  switch (unread.kind) {
    case 'empty':
      return 'nothing';
    case 'der-further-on':
      return `${bytes} bytes; DER seems to begin at offset ${unread.offset}`;
    case 'not-der':
      return `${bytes} bytes that are not DER`;
    case 'der-failure':
      return describeReadFailure(unread.failure, bytes);
    case 'der-unknown':
      return 'DER of a structure that is not known here';
  }
}
