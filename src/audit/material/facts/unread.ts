import type { ReadFailure } from '../../../formats/der/tlv.ts';
import { isLikeDer, type MaterialFacts } from './facts.ts';

/** Bytes in which no private key was read: what they are instead. */
export type Unread =
  | { readonly kind: 'empty' }
  /** A PKCS#8 structure seems to begin further on. */
  | { readonly kind: 'der-further-on'; readonly offset: number }
  | { readonly kind: 'not-der' }
  | { readonly kind: 'der-failure'; readonly failure: ReadFailure }
  /** DER that is read to its end, but is not a structure known here. */
  | { readonly kind: 'der-unknown' };

export function unread({ content, der }: MaterialFacts): Unread {
  if (content.length === 0) return { kind: 'empty' };
  if (isLikeDer(der))
    return der.failure ? { kind: 'der-failure', failure: der.failure } : { kind: 'der-unknown' };
  const offset = embedded(content);
  return offset > 0 ? { kind: 'der-further-on', offset } : { kind: 'not-der' };
}

/** Where a PKCS#8 header stands within the first bytes: a SEQUENCE, then version 0 or 1, then a SEQUENCE. */
function embedded(content: Buffer): number {
  const head = content.subarray(0, 1024).toString('latin1');
  // eslint-disable-next-line no-control-regex -- it is bytes that are matched
  return head.search(/0(?:[\x20-\x7f]|\x81[^]|\x82[^][^])\x02\x01[\0\x01]0/);
}
