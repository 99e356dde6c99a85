import { isDeepStrictEqual } from 'node:util';
import { randomBytes } from 'node:crypto';
import { endDryRun } from '../kms/dry-run.ts';
import { findKey, withHere } from '../kms/find-key.ts';
import { constraints, issueGrantToken, operations, principal, servicePrincipal } from '../kms/grants.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { boolean, grantTokens, keyId, required, type Request } from '../model/fields.ts';
import { storeLimits } from '../state/store.ts';

const shape = {
  KeyId: required(keyId),
  GranteePrincipal: principal,
  RetiringPrincipal: principal,
  Operations: required(operations),
  Constraints: constraints,
  GrantTokens: grantTokens,
  Name: { type: 'string', min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ },
  DryRun: boolean,
  GranteeServicePrincipal: servicePrincipal,
  RetiringServicePrincipal: servicePrincipal,
} as const;

type CreateGrant = Request<typeof shape>;

/** Pairs of an encryption context constraint, and characters of a value (AWS KMS API Reference, CreateGrant, `Constraints`). */
const maxPairs = 8;
const maxCharacters = 384;

const invalid = (detail: string) =>
  new KmsException('ValidationException', { detail, undocumented: 'which exception KMS gives for it' });

/** @throws KmsException `ValidationException` */
function requireSound(request: CreateGrant): void {
  if ((request.GranteePrincipal === undefined) === (request.GranteeServicePrincipal === undefined))
    throw invalid('A grant has either GranteePrincipal or GranteeServicePrincipal.');
  if (request.RetiringPrincipal !== undefined && request.RetiringServicePrincipal !== undefined)
    throw invalid('A grant has RetiringPrincipal or RetiringServicePrincipal, not both.');
  if (request.Operations.length === 0) throw invalid('A grant allows at least one operation.');
  const { EncryptionContextSubset: subset = {}, EncryptionContextEquals: equals = {} } =
    request.Constraints ?? {};
  for (const pairs of [subset, equals].map((map) => Object.entries(map)))
    if (pairs.length > maxPairs || pairs.some((pair) => pair.some((text) => text.length > maxCharacters)))
      throw invalid(
        `An encryption context constraint has at most ${maxPairs} pairs of at most ${maxCharacters} characters each.`,
      );
}

/** The grant as it is listed. */
function fieldsOf(request: CreateGrant): Record<string, unknown> {
  const { KeyId: _key, GrantTokens: _tokens, DryRun: _dry, ...fields } = request;
  return fields;
}

/**
 * Keeps a grant. With a Name it is idempotent: the same request again gives the same grant, with a token of its own. Nothing
 * is checked against grants: the endpoint knows no callers.
 */
export const createGrant = operation(shape, async (call, request) =>
  call.store.transact(() => {
    requireSound(request);
    const found = findKey(call, request.KeyId, { states: statesFor.use });
    const { grants } = found.here;
    endDryRun(request);
    const fields = fieldsOf(request);
    const same =
      request.Name === undefined
        ? undefined
        : grants.find((grant) => isDeepStrictEqual(grant.fields, fields));
    if (same === undefined && grants.length >= storeLimits.grantsOfKey)
      throw new KmsException('LimitExceededException', {
        detail: `A rehearsal keeps at most ${storeLimits.grantsOfKey} grants of a key.`,
      });
    const now = call.now();
    const grant = same ?? { id: randomBytes(32).toString('hex'), created: now, fields };
    const claims = {
      keyId: found.key.id,
      region: call.place.region,
      grantId: grant.id,
      issued: randomBytes(6).readUIntBE(0, 6),
    };
    const value = withHere(found, call, { ...found.here, grants: [...grants, grant] });
    return {
      changes: same === undefined ? [{ put: 'key', value }] : [],
      answer: { body: { GrantId: grant.id, GrantToken: issueGrantToken(call.store.secret, claims) } },
    };
  }),
);
