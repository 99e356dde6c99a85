import { KmsKeywrapError } from '../errors.ts';
import { quotedName } from '../shown-name.ts';
import { engines, type Engine } from './engine.ts';

/** Most cases, or threads, that are under way at once. */
export const mostJobs = 256;

/** Most rounds that `verify` runs. */
export const mostRounds = 1_000_000;

/** Longest that one run of openssl may be given, in seconds. */
export const longestTimeout = 86_400;

const usage = (message: string, hint?: string) =>
  new KmsKeywrapError('ERR_USAGE', message, hint === undefined ? {} : { hint });

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'object'
    ? `an object (${value.constructor?.name ?? 'of no class'})`
    : `a ${typeof value}`;
}

/** Bytes that a caller gave; a plain Uint8Array is seen through, not copied. @throws `ERR_USAGE` for anything else */
export function bytesOf(name: string, value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw usage(`${name} has to be a Buffer, found ${kindOf(value)}`);
}

/** The engine that a caller named. @throws `ERR_USAGE` for an unknown name */
export function engineOf(value: Engine | undefined, byDefault: Engine): Engine {
  const engine = engines.find((name) => name === (value ?? byDefault));
  if (engine !== undefined) return engine;
  throw usage(`unknown engine ${quotedName(String(value))}`, `known: ${engines.join(', ')}`);
}

export const isJobs = (value: number) => Number.isInteger(value) && value >= 1 && value <= mostJobs;
export const isRepeat = (value: number) => Number.isInteger(value) && value >= 1 && value <= mostRounds;
export const isTimeout = (value: number) => value > 0 && value <= longestTimeout;

/** How many cases run at once. @throws `ERR_USAGE`: none at all would pass for success */
export function jobsOf(value: number | undefined, byDefault: number): number {
  if (value === undefined) return Math.min(byDefault, mostJobs);
  if (isJobs(value)) return value;
  throw usage(`jobs has to be a whole number from 1 to ${mostJobs}, found ${String(value)}`);
}

/** The limit for each run of openssl in milliseconds, from seconds; undefined where none was given. @throws `ERR_USAGE` */
export function millisecondsOf(timeout: number | undefined): number | undefined {
  if (timeout === undefined) return undefined;
  if (isTimeout(timeout)) return timeout * 1000;
  throw usage(
    `timeout has to be a number of seconds above 0, up to ${longestTimeout}, found ${String(timeout)}`,
  );
}

/** How often everything is run. @throws `ERR_USAGE` */
export function repeatOf(value: number | undefined): number {
  if (value === undefined) return 1;
  if (isRepeat(value)) return value;
  throw usage(`repeat has to be a whole number from 1 to ${mostRounds}, found ${value}`);
}
