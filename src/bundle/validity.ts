import { KmsKeywrapError } from '../errors.ts';
import { malformed, type Named } from './json.ts';

/** A wrapping key and its import token are valid for 24 hours (AWS KMS API Reference, GetParametersForImport). */
export const validityMs = 24 * 60 * 60 * 1000;

const isoForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})$/;

/** ISO 8601 with an offset. `Date.parse` alone would take the 30th of February for the 2nd of March. */
export function isDate(text: string): boolean {
  if (!isoForm.test(text)) return false;
  const day = text.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && new Date(midnight).toISOString().startsWith(day);
}

/**
 * `ParametersValidTo` as the AWS CLI writes it: ISO 8601 with an offset (version 2), or seconds since 1970.
 * @throws `ERR_PARAMETERS`
 */
export function readValidTo(value: unknown, named: Named): Date {
  const seconds = typeof value === 'number' ? value : undefined;
  // Seconds since 1970 of the years 2001 to 2286; milliseconds would be far beyond.
  if (seconds !== undefined && seconds > 1e9 && seconds < 1e10) return new Date(seconds * 1000);
  const milliseconds = typeof value === 'string' && isDate(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(milliseconds))
    throw malformed(
      named,
      'has a ParametersValidTo that is neither seconds since 1970 nor ISO 8601 with an offset, such as 2026-06-17T12:00:00-08:00',
    );
  return new Date(milliseconds);
}

/** A span of time in its two largest units: `23 h 59 min`. */
export function span(milliseconds: number): string {
  const total = Math.floor(Math.abs(milliseconds) / 1000);
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const first = units.findIndex(([, size]) => total >= size);
  if (first === -1) return '0 s';
  let rest = total;
  return units
    .slice(first, first + 2)
    .map(([name, size]) => {
      const count = Math.floor(rest / size);
      rest %= size;
      return `${count} ${name}`;
    })
    .join(' ');
}

/**
 * How long parameters are still good.
 * @returns what to tell the user: the time left, or that it looks odd
 * @throws `ERR_PARAMETERS` when they have expired
 */
export function timeLeft(validTo: Date, now: number): { note: string; warning?: string } {
  const left = validTo.getTime() - now;
  if (left <= 0)
    throw new KmsKeywrapError(
      'ERR_PARAMETERS',
      `the wrapping key and import token expired at ${validTo.toISOString()}, ${span(left)} ago`,
      {
        hint: 'call aws kms get-parameters-for-import again; KMS refuses what was wrapped under an expired key',
      },
    );
  const note = `the wrapping key and import token are valid for another ${span(left)}, until ${validTo.toISOString()}`;
  return left <= validityMs + 5 * 60_000
    ? { note }
    : { note, warning: `${note}: more than the 24 hours that KMS gives, so this clock or the file is wrong` };
}
