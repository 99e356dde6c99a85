import type { Material, Wrapping } from '../../../tables/services/types.ts';
import type { WrappingKeyPair } from '../../kms/wrapping-keys.ts';
import { ServiceRefusal, type ServiceEndpoint } from '../protocol.ts';

export interface ImportJob {
  readonly wrapping: Wrapping;
  readonly protectionLevel: string;
  readonly created: number;
  readonly pair: WrappingKeyPair;
}

export interface KeyVersion {
  readonly algorithm: Material;
  readonly importJob: string;
  readonly created: number;
  /** Why its import failed. */
  readonly failure?: string;
  readonly publicKey?: Buffer;
}

export interface CryptoKey {
  readonly purpose: string;
  readonly protectionLevel: string;
  readonly algorithm: string;
  readonly created: number;
  readonly versions: KeyVersion[];
}

/** By full resource name. Projects, locations and key rings are not created: any may be named. */
export interface GcpState {
  readonly endpoint: ServiceEndpoint;
  readonly jobs: Map<string, ImportJob>;
  readonly keys: Map<string, CryptoKey>;
}

/** An import job expires 3 days after it was generated ("Key import"). */
export const jobMs = 3 * 24 * 60 * 60 * 1000;

const id = '[a-zA-Z0-9_-]{1,63}';
const ring = `(?<ring>projects/[^/]{1,100}/locations/${id}/keyRings/${id})`;
/** A path below a key ring. */
export const inRing = (rest: string) => new RegExp(`^/v1/${ring}/${rest.replaceAll('ID', id)}$`);

/** The query's new identifier. @throws ServiceRefusal */
export function newId(query: URLSearchParams, name: string): string {
  const given = query.get(name) ?? '';
  if (!new RegExp(`^${id}$`).test(given)) throw new ServiceRefusal('invalid', `${name} has to match ${id}`);
  return given;
}

/** An enumeration as the API spells it: `RSA_OAEP_3072_SHA256`. */
export const enumName = (name: string) => name.toUpperCase().replaceAll('-', '_');

export const time = (milliseconds: number) => new Date(milliseconds).toISOString();

/** @throws ServiceRefusal */
export function found<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
  const value = map.get(name);
  if (value === undefined) throw new ServiceRefusal('not-found', `${name} not found.`);
  return value;
}
