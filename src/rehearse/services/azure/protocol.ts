import type { Protocol, ServiceEndpoint } from '../protocol.ts';
import { createKey } from './create-key.ts';
import { getKey } from './get-key.ts';
import { importKey } from './import-key.ts';
import type { AzureState } from './state.ts';

/** Status codes and error codes (Key Vault REST API, "Authentication, requests and responses"). */
const statuses = {
  'invalid': [400, 'BadParameter'],
  'state': [400, 'BadParameter'],
  'unauthenticated': [401, 'Unauthorized'],
  'access': [403, 'Forbidden'],
  'not-found': [404, 'KeyNotFound'],
  'exists': [409, 'Conflict'],
  'size': [413, 'BadParameter'],
  'busy': [503, 'ServiceUnavailable'],
  'internal': [500, 'InternalServerError'],
} as const;

/** The REST API of Azure Key Vault, as far as an import needs it. */
export function azureProtocol(endpoint: ServiceEndpoint): Protocol {
  const state: AzureState = { endpoint, keys: new Map() };
  return {
    routes: [createKey, getKey, importKey].map((route) => route(state)),
    // Clients ask without a token first, and learn from the answer where to get one.
    challenge:
      'Bearer authorization="https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000", resource="https://vault.azure.net"',
    statusOf: (kind) => statuses[kind][0],
    refusalBody: ({ kind, message }) => ({ error: { code: statuses[kind][1], message } }),
  };
}
