import type { Protocol, ServiceEndpoint } from '../protocol.ts';
import { importKey } from './import-key.ts';
import { importVersion } from './import-version.ts';
import { readKey } from './read-key.ts';
import { readWrappingKey } from './read-wrapping-key.ts';
import { transitState } from './state.ts';

/** Status codes (Vault HTTP API, "HTTP status codes"). */
const statuses = {
  'invalid': 400,
  'exists': 400,
  'state': 400,
  'not-found': 404,
  'unauthenticated': 401,
  'access': 403,
  'size': 413,
  'busy': 503,
  'internal': 500,
} as const;

/** The transit engine of Vault and OpenBao, mounted at transit/. */
export function transitProtocol(endpoint: ServiceEndpoint): Protocol {
  const state = transitState(endpoint);
  return {
    routes: [readWrappingKey, importKey, importVersion, readKey].map((route) => route(state)),
    statusOf: (kind) => statuses[kind],
    refusalBody: ({ message }) => ({ errors: message === '' ? [] : [message] }),
  };
}
