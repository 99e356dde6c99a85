import type { Protocol, ServiceEndpoint } from '../protocol.ts';
import { createCryptoKey, getCryptoKey } from './crypto-keys.ts';
import { createImportJob, getImportJob } from './import-jobs.ts';
import { importCryptoKeyVersion } from './import-version.ts';
import { getCryptoKeyVersion, getPublicKey } from './key-versions.ts';
import type { GcpState } from './state.ts';

/** Status codes and their names (Google API design guide, google.rpc.Code). */
const statuses = {
  'invalid': [400, 'INVALID_ARGUMENT'],
  'state': [400, 'FAILED_PRECONDITION'],
  'not-found': [404, 'NOT_FOUND'],
  'exists': [409, 'ALREADY_EXISTS'],
  'unauthenticated': [401, 'UNAUTHENTICATED'],
  'access': [403, 'PERMISSION_DENIED'],
  'size': [413, 'INVALID_ARGUMENT'],
  'busy': [503, 'UNAVAILABLE'],
  'internal': [500, 'INTERNAL'],
} as const;

/** The REST API of Google Cloud KMS, as far as an import needs it. */
export function gcpProtocol(endpoint: ServiceEndpoint): Protocol {
  const state: GcpState = { endpoint, jobs: new Map(), keys: new Map() };
  return {
    routes: [
      createImportJob,
      getImportJob,
      createCryptoKey,
      getCryptoKey,
      importCryptoKeyVersion,
      getCryptoKeyVersion,
      getPublicKey,
    ].map((route) => route(state)),
    statusOf: (kind) => statuses[kind][0],
    refusalBody: ({ kind, message }) => {
      const [code, status] = statuses[kind];
      return { error: { code, message, status } };
    },
  };
}
