import { readFileSync } from 'node:fs';

/** One published case; README.md says where they come from. */
export interface PublishedVector {
  readonly id: string;
  readonly kind: 'oaep' | 'kwp' | 'kw' | 'sm2' | 'pkcs8';
  readonly privateKeyPkcs8Hex?: string;
  readonly kekHex?: string;
  readonly ctHex?: string;
  readonly msgHex?: string;
  readonly labelHex?: string;
  readonly comment: string;
}

const all = readFileSync(new URL('published.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): PublishedVector => JSON.parse(line));

export const publishedVectors = (kind: PublishedVector['kind']): PublishedVector[] =>
  all.filter((vector) => vector.kind === kind);

export const hex = (digits: string | undefined): Buffer =>
  Buffer.from((digits ?? '').replaceAll(/\s/g, ''), 'hex');
