import { sources } from '../../tables/sources.ts';
import { support } from '../../tables/support.ts';
import { wrappingAlgorithmNames, wrappingAlgorithmRow, wrappingKeySpecNames } from '../../tables/wrapping.ts';
import type { Call } from '../kms/call.ts';
import { findKey, requireImported, withHere, type Found } from '../kms/find-key.ts';
import { issueToken } from '../kms/import-token.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { explained } from '../kms/refusal.ts';
import { KmsException } from '../model/exceptions.ts';
import { keyId, oneOf, required, type Request } from '../model/fields.ts';
import { seconds } from '../model/place.ts';
import type { TokenRecord } from '../state/records.ts';
import { storeLimits } from '../state/store.ts';

/** A wrapping public key and its import token are valid for 24 hours (AWS KMS API Reference, GetParametersForImport). */
const validityMs = 24 * 60 * 60 * 1000;

const shape = {
  KeyId: required(keyId),
  WrappingAlgorithm: required(oneOf(wrappingAlgorithmNames)),
  WrappingKeySpec: required(oneOf(wrappingKeySpecNames)),
} as const;

/** What is disputed about the combination, if anything. @throws KmsException `UnsupportedOperationException` */
function requireSupported(
  { place }: Call,
  { key }: Found,
  request: Request<typeof shape>,
): string | undefined {
  const {
    status,
    reason,
    sources: cited,
  } = support({
    partition: place.partition,
    keySpec: key.keySpec,
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

/** Without those that expired, and without the oldest when there are too many: memory stays bounded. */
const kept = (tokens: readonly TokenRecord[], now: number) =>
  tokens.filter(({ validTo }) => validTo > now).slice(1 - storeLimits.tokensOfKey);

/** A fresh wrapping public key and the import token that goes with it and with this KMS key. */
export const getParametersForImport = operation(
  shape,
  async (call, request) => {
    const check = () => {
      const found = findKey(call, request.KeyId);
      requireImported(found);
      const again = findKey(call, request.KeyId, { states: statesFor.change });
      return { found: again, disputed: requireSupported(call, again, request) };
    };
    check();
    const pair = await call.wrappingKeys(request.WrappingKeySpec);
    return await call.store.transact(() => {
      const { found, disputed } = check();
      const { key, here, arn } = found;
      // Whole seconds: clients print this time without its fraction.
      const validTo = Math.floor((call.now() + validityMs) / 1000) * 1000;
      const { region } = call.place;
      const { token, id } = issueToken(call.store.secret, { keyId: key.id, region, validTo });
      const record: TokenRecord = {
        id,
        wrappingAlgorithm: request.WrappingAlgorithm,
        wrappingKeySpec: request.WrappingKeySpec,
        privateKey: pair.privateKey.toString('base64'),
        validTo,
      };
      const tokens = [...kept(here.tokens, call.now()), record];
      return {
        changes: [{ put: 'key', value: withHere(found, call, { ...here, tokens }) }],
        answer: {
          body: {
            KeyId: arn,
            ImportToken: token.toString('base64'),
            PublicKey: pair.publicKey.toString('base64'),
            ParametersValidTo: seconds(validTo),
          },
          ...(disputed === undefined ? {} : { undocumented: `whether KMS supports this: ${disputed}` }),
        },
      };
    });
  },
  (_call, { violations }) =>
    violations.some(({ path }) => path === 'wrappingKeySpec')
      ? { detail: explained('wrapping-key-spec', 'KMS has no wrapping key of this spec') }
      : {},
);
