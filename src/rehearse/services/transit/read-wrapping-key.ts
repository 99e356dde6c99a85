import type { Route } from '../protocol.ts';
import { publicKeyPem } from '../pem.ts';
import { answer, type TransitState } from './state.ts';

/** `GET /transit/wrapping_key` (Transit API, "Get wrapping key"). */
export const readWrappingKey = ({ wrappingKey }: TransitState): Route => ({
  operation: 'read wrapping_key',
  methods: ['GET'],
  path: /^\/v1\/transit\/wrapping_key$/,
  run: async () => ({ body: answer({ public_key: publicKeyPem((await wrappingKey()).publicKey) }) }),
});
