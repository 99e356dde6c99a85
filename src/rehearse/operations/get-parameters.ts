import type { KeySpec } from '../../tables/key-specs.ts';
import { sources } from '../../tables/sources.ts';
import { support } from '../../tables/support.ts';
import { wrappingAlgorithmRow } from '../../tables/wrapping.ts';
import {
  findKey,
  requireImported,
  requireNotPendingDeletion,
  type Answer,
  type Endpoint,
} from '../kms/endpoint.ts';
import { KmsException } from '../model/exceptions.ts';
import { keyArn, seconds } from '../kms/metadata.ts';
import type { TokenRecord } from '../state/records.ts';
import { explained } from '../kms/refusal.ts';
import type { Request } from '../model/shapes.ts';
import { storeLimits, type Change } from '../state/store.ts';
import { issueToken } from '../state/token.ts';

/** A wrapping public key and its import token are valid for 24 hours (AWS KMS API Reference, GetParametersForImport). */
export const validityMs = 24 * 60 * 60 * 1000;

type Parameters = Request<'GetParametersForImport'>;

/** What is disputed about the combination, if anything. @throws KmsException `UnsupportedOperationException` */
function requireSupported(endpoint: Endpoint, keySpec: KeySpec, request: Parameters): string | undefined {
  const {
    status,
    reason,
    sources: cited,
  } = support({
    partition: endpoint.place.partition,
    keySpec,
    wrappingAlgorithm: request.WrappingAlgorithm,
    wrappingKeySpec: request.WrappingKeySpec,
  });
  if (status !== 'unsupported') return reason;
  const { retired } = wrappingAlgorithmRow(request.WrappingAlgorithm);
  const id = retired === undefined ? 'combination-unsupported' : 'wrapping-algorithm-retired';
  throw new KmsException('UnsupportedOperationException', {
    detail: explained(id, `${reason} (${cited.map((source) => sources[source].title).join('; ')})`),
    undocumented: 'which exception KMS gives for it',
  });
}

/** Expired sets, and the oldest when there are too many: memory stays bounded. */
function outdated(endpoint: Endpoint): Change[] {
  const { tokens } = endpoint.store;
  const now = endpoint.now();
  const expired = [...tokens.values()].filter((token) => token.validTo <= now);
  const [oldest] = tokens.values();
  const dropped =
    expired.length === 0 && oldest !== undefined && tokens.size >= storeLimits.tokens ? [oldest] : expired;
  return dropped.map(({ id }) => ({ drop: 'token', id }));
}

/** A fresh wrapping public key and the import token that goes with it and with this KMS key. */
export async function getParametersForImport(endpoint: Endpoint, request: Parameters): Promise<Answer> {
  const check = () => {
    const key = findKey(endpoint, request.KeyId);
    requireImported(endpoint, key);
    requireNotPendingDeletion(endpoint, key);
    return { key, disputed: requireSupported(endpoint, key.keySpec, request) };
  };
  check();
  const pair = await endpoint.wrappingKeys(request.WrappingKeySpec);
  return await endpoint.store.transact(() => {
    const { key, disputed } = check();
    // Whole seconds: clients print this time without its fraction.
    const validTo = Math.floor((endpoint.now() + validityMs) / 1000) * 1000;
    const { token, id } = issueToken(endpoint.store.secret, { keyId: key.id, validTo });
    const value: TokenRecord = {
      id,
      keyId: key.id,
      wrappingAlgorithm: request.WrappingAlgorithm,
      wrappingKeySpec: request.WrappingKeySpec,
      privateKey: pair.privateKey.toString('base64'),
      validTo,
    };
    return {
      changes: [...outdated(endpoint), { put: 'token', value }],
      answer: {
        body: {
          KeyId: keyArn(endpoint.place, key.id),
          ImportToken: token.toString('base64'),
          PublicKey: pair.publicKey.toString('base64'),
          ParametersValidTo: seconds(validTo),
        },
        ...(disputed === undefined ? {} : { undocumented: `whether KMS takes this: ${disputed}` }),
      },
    };
  });
}
