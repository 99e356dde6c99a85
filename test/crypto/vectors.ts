import { existsSync, readFileSync } from 'node:fs';

const path = new URL('../../../shared/vectors/given.jsonl', import.meta.url);

/** One case of the outside vectors that may lie beside the repository. */
export interface GivenVector {
  readonly id: string;
  readonly kind: 'oaep' | 'kwp' | 'kw' | 'sm2' | 'pkcs8';
  readonly privateKeyPkcs8Hex?: string;
  readonly kekHex?: string;
  readonly ctHex?: string;
  readonly msgHex?: string;
  readonly labelHex?: string;
  readonly comment: string;
}

export const haveGivenVectors = existsSync(path);

export function givenVectors(kind: GivenVector['kind']): GivenVector[] {
  if (!haveGivenVectors) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): GivenVector => JSON.parse(line))
    .filter((vector) => vector.kind === kind);
}

export const hex = (digits: string | undefined): Buffer =>
  Buffer.from((digits ?? '').replaceAll(/\s/g, ''), 'hex');
