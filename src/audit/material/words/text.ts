import type { TextLayer } from '../../../formats/text/layers.ts';

/** A text encoding in words, and what it was found in. */
export function describeTextLayer({ kind, label, within }: TextLayer): string {
  const text = kind === 'pem' ? `PEM, label ${label}` : `${kind} text`;
  return within ? `${text} in field ${within.path} of a JSON document` : text;
}
