import { KmsException } from '../model/exceptions.ts';

interface Page<T> {
  readonly items: readonly T[];
  /** Fields of the answer. */
  readonly rest: { readonly Truncated: boolean; readonly NextMarker?: string };
}

const prefix = 'after ';
const markerOf = (name: string) => Buffer.from(prefix + name).toString('base64url');

function afterOf(marker: string | undefined): string {
  if (marker === undefined) return '';
  const text = Buffer.from(marker, 'base64url').toString();
  if (text.startsWith(prefix) && markerOf(text.slice(prefix.length)) === marker)
    return text.slice(prefix.length);
  throw new KmsException('InvalidMarkerException', {
    detail: 'The marker is not the NextMarker of an answer of this endpoint.',
  });
}

/**
 * One page of items in the order of their names. The marker holds the last name that was shown, so that items that come
 * or go between two pages cost no other.
 * @throws KmsException `InvalidMarkerException`
 */
export function page<T>(
  all: Iterable<T>,
  nameOf: (item: T) => string,
  request: { readonly Limit?: number; readonly Marker?: string },
  limit = 100,
): Page<T> {
  const after = afterOf(request.Marker);
  const left = Array.from(all, (item) => ({ item, name: nameOf(item) }))
    .filter(({ name }) => name > after)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const shown = left.slice(0, request.Limit ?? limit);
  const truncated = left.length > shown.length;
  return {
    items: shown.map(({ item }) => item),
    rest: {
      Truncated: truncated,
      ...(truncated ? { NextMarker: markerOf(shown.at(-1)?.name ?? '') } : {}),
    },
  };
}
