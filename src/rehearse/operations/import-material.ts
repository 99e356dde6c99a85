import type { Finding } from '../../audit/finding.ts';
import {
  findKey,
  requireImported,
  requireNotPendingDeletion,
  type Answer,
  type Endpoint,
  type Judgement,
} from '../kms/endpoint.ts';
import { KmsException } from '../model/exceptions.ts';
import { identify, withMaterial, type ImportWish } from '../kms/material.ts';
import { keyArn } from '../kms/metadata.ts';
import type { KeyRecord, TokenRecord } from '../state/records.ts';
import { refusal } from '../kms/refusal.ts';
import type { Request } from '../model/shapes.ts';
import { readToken } from '../state/token.ts';

type Import = Request<'ImportKeyMaterial'>;

/** The latest ValidTo (AWS KMS API Reference, ImportKeyMaterial). */
const maxValidityMs = 365 * 24 * 60 * 60 * 1000;

const validation = (text: string) => new KmsException('ValidationException', { text });

function wishOf(key: KeyRecord, request: Import, now: number): ImportWish {
  const model = request.ExpirationModel ?? 'KEY_MATERIAL_EXPIRES';
  const validTo = request.ValidTo === undefined ? undefined : request.ValidTo * 1000;
  if (model === 'KEY_MATERIAL_EXPIRES' && validTo === undefined)
    throw validation('A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES');
  if (model === 'KEY_MATERIAL_DOES_NOT_EXPIRE' && validTo !== undefined)
    throw validation(
      'The parameter ValidTo cannot be specified for a key with an expiration model of KEY_MATERIAL_DOES_NOT_EXPIRE',
    );
  if (validTo !== undefined && validTo <= now) throw validation('ValidTo must be in the future');
  if (validTo !== undefined && validTo > now + maxValidityMs)
    throw new KmsException('ValidationException', {
      detail: 'ValidTo must be within 365 days of the request.',
      undocumented: "KMS's text",
    });
  const symmetricOnly = (['ImportType', 'KeyMaterialDescription', 'KeyMaterialId'] as const).filter(
    (name) => request[name] !== undefined,
  );
  if (key.keySpec !== 'SYMMETRIC_DEFAULT' && symmetricOnly.length > 0)
    throw new KmsException('UnsupportedOperationException', {
      detail: `${symmetricOnly.join(', ')}: for symmetric encryption keys only, and this is ${key.keySpec}.`,
      undocumented: 'which exception KMS gives for it',
    });
  const importType =
    request.ImportType ?? (key.materials.length === 0 ? 'NEW_KEY_MATERIAL' : 'EXISTING_KEY_MATERIAL');
  if (importType === 'NEW_KEY_MATERIAL' && request.KeyMaterialId !== undefined)
    throw new KmsException('ValidationException', {
      detail: `KeyMaterialId cannot be given with ImportType NEW_KEY_MATERIAL${request.ImportType === undefined ? ', the default of the first import' : ''}.`,
      undocumented: 'which exception KMS gives for it',
    });
  return {
    importType,
    ...(request.KeyMaterialId === undefined ? {} : { keyMaterialId: request.KeyMaterialId }),
    settings: {
      expirationModel: model,
      ...(validTo === undefined ? {} : { validTo }),
      ...(request.KeyMaterialDescription === undefined
        ? {}
        : { description: request.KeyMaterialDescription }),
    },
  };
}

/** The record behind an import token. */
function tokenRecord(endpoint: Endpoint, key: KeyRecord, token: Buffer): TokenRecord {
  const claims = readToken(endpoint.store.secret, token);
  if (claims === undefined)
    throw new KmsException('InvalidImportTokenException', {
      detail:
        'The import token was not issued by this endpoint, or bytes of it were changed. Send ImportToken of the GetParametersForImport answer, decoded from base64 once (fileb://ImportToken.bin).',
    });
  if (claims.keyId !== key.id)
    throw new KmsException('InvalidImportTokenException', {
      detail: `The import token is of another KMS key, ${keyArn(endpoint.place, claims.keyId)}.`,
    });
  if (claims.validTo <= endpoint.now())
    throw new KmsException('ExpiredImportTokenException', {
      detail: `The import token expired at ${new Date(claims.validTo).toISOString()}. Call GetParametersForImport again and wrap under the new public key.`,
    });
  const record = endpoint.store.tokens.get(claims.id);
  if (record === undefined)
    throw new KmsException('InvalidImportTokenException', {
      detail:
        'This endpoint no longer keeps the wrapping key of this token: too many newer ones were asked for.',
    });
  return record;
}

async function judged(
  endpoint: Endpoint,
  key: KeyRecord,
  token: TokenRecord,
  blob: Buffer,
): Promise<Judgement> {
  return await endpoint.judge({
    partition: endpoint.place.partition,
    keySpec: key.keySpec,
    wrappingAlgorithm: token.wrappingAlgorithm,
    wrappingKeySpec: token.wrappingKeySpec,
    blob,
    privateKey: Buffer.from(token.privateKey, 'base64'),
  });
}

/** What the auditor says of key material whose very size KMS refuses; nothing where the rest of the request is at fault too. */
export async function diagnoseSize(
  endpoint: Endpoint,
  request: Partial<Import>,
): Promise<readonly Finding[]> {
  const { KeyId: keyId, ImportToken: token, EncryptedKeyMaterial: blob } = request;
  if (keyId === undefined || token === undefined || blob === undefined) return [];
  const key = endpoint.store.keys.get(keyId.slice(keyId.lastIndexOf('/') + 1));
  const record = endpoint.store.tokens.get(readToken(endpoint.store.secret, token)?.id ?? '');
  if (key === undefined || record === undefined || record.keyId !== key.id) return [];
  const { findings, material } = await judged(endpoint, key, record, blob);
  material?.fill(0);
  return findings;
}

/** What no document says of a token that is used in this way. */
function undocumentedUse({ store }: Endpoint, token: TokenRecord): string | undefined {
  if (token.used === true) return 'whether an import token can be used twice';
  const ofKey = [...store.tokens.values()].filter(({ keyId }) => keyId === token.keyId);
  return ofKey.at(-1) === token ? undefined : 'whether a newer download ends an older one';
}

/** Imports key material that the auditor accepts, into a key that takes it. */
export async function importKeyMaterial(endpoint: Endpoint, request: Import): Promise<Answer> {
  const check = () => {
    const key = findKey(endpoint, request.KeyId);
    requireImported(endpoint, key);
    requireNotPendingDeletion(endpoint, key);
    const wish = wishOf(key, request, endpoint.now());
    return { key, wish, token: tokenRecord(endpoint, key, request.ImportToken) };
  };
  const { key, token } = check();
  const { findings, material } = await judged(endpoint, key, token, request.EncryptedKeyMaterial);
  try {
    const refused = refusal(findings);
    if (refused !== undefined) throw refused;
    if (material === undefined)
      throw new KmsException('InvalidCiphertextException', {
        detail: `The encrypted key material does not open as ${token.wrappingAlgorithm} under the wrapping key of this import token.`,
      });
    const identity = identify(key.id, material, {
      keySpec: key.keySpec,
      partition: endpoint.place.partition,
    });
    const arn = keyArn(endpoint.place, key.id);
    return await endpoint.store.transact(() => {
      const now = check();
      const value: KeyRecord = {
        ...now.key,
        materials: withMaterial(now.key, arn, identity, now.wish),
        ...(identity.publicKey === undefined ? {} : { publicKey: identity.publicKey }),
      };
      const undocumented = undocumentedUse(endpoint, now.token);
      return {
        changes: [
          { put: 'key', value },
          { put: 'token', value: { ...now.token, used: true } },
        ],
        answer: {
          body: {
            KeyId: arn,
            ...(key.keySpec === 'SYMMETRIC_DEFAULT' ? { KeyMaterialId: identity.id } : {}),
          },
          findings,
          ...(undocumented === undefined ? {} : { undocumented }),
        },
      };
    });
  } finally {
    material?.fill(0);
  }
}
