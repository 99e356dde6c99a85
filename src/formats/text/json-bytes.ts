import { shortestBytes, type Dressed } from './dress.ts';

const isByte = (item: unknown): item is number =>
  typeof item === 'number' && Number.isInteger(item) && item >= -128 && item < 256;

/** Bytes of a list of numbers, signed or not, or of the object as which JSON shows a typed array; undefined for any other value. */
export function numbersIn(value: unknown): Dressed | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const values: unknown[] = isIndexed(value) ? Object.values(value) : [];
  if (values.length < shortestBytes || !values.every(isByte)) return undefined;
  const signed = values.some((item) => item < 0);
  if (signed && values.some((item) => item > 127)) return undefined;
  return { layer: { kind: 'numbers', count: values.length, signed }, bytes: Buffer.from(values) };
}

/** Whether the names are 0, 1, 2 and so on. */
const isIndexed = (value: object) => Object.keys(value).every((name, index) => name === String(index));
