import type { Finding } from '../../audit/finding.ts';
import { expirationModels, importTypes } from '../../tables/api-model.ts';
import type { Call, Judgement } from '../kms/call.ts';
import { findKey, requireImported, withHere, type Found } from '../kms/find-key.ts';
import { readToken } from '../kms/import-token.ts';
import { keyState, statesFor } from '../kms/key-state.ts';
import { materialId, withMaterial, type ImportWish } from '../kms/material.ts';
import { operation } from '../kms/operation.ts';
import { explain, refusal } from '../kms/refusal.ts';
import { KmsException } from '../model/exceptions.ts';
import { ciphertext, keyId, keyMaterialId, oneOf, required, type Request } from '../model/fields.ts';
import { keyArn } from '../model/place.ts';
import type { KeyRecord, RegionalKey, TokenRecord } from '../state/records.ts';

const shape = {
  KeyId: required(keyId),
  ImportToken: required(ciphertext),
  EncryptedKeyMaterial: required(ciphertext),
  ValidTo: { type: 'timestamp' },
  ExpirationModel: oneOf(expirationModels),
  ImportType: oneOf(importTypes),
  KeyMaterialDescription: { type: 'string', min: 0, max: 256, pattern: /^[a-zA-Z0-9:/_\s.-]+$/ },
  KeyMaterialId: keyMaterialId,
} as const;

type Import = Request<typeof shape>;

/** The latest ValidTo (AWS KMS API Reference, ImportKeyMaterial). */
const maxValidityMs = 365 * 24 * 60 * 60 * 1000;

const validation = (text: string) => new KmsException('ValidationException', { text });

function expirationOf(
  request: Import,
  now: number,
): Pick<ImportWish['settings'], 'expirationModel' | 'validTo'> {
  const expirationModel = request.ExpirationModel ?? 'KEY_MATERIAL_EXPIRES';
  const validTo = request.ValidTo === undefined ? undefined : request.ValidTo * 1000;
  if (expirationModel === 'KEY_MATERIAL_EXPIRES' && validTo === undefined)
    throw validation('A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES');
  if (expirationModel === 'KEY_MATERIAL_DOES_NOT_EXPIRE' && validTo !== undefined)
    throw validation(
      'The parameter ValidTo cannot be specified for a key with an expiration model of KEY_MATERIAL_DOES_NOT_EXPIRE',
    );
  if (validTo !== undefined && validTo <= now) throw validation('ValidTo must be in the future');
  if (validTo !== undefined && validTo > now + maxValidityMs)
    throw new KmsException('ValidationException', {
      detail: 'ValidTo must be within 365 days of the request.',
      undocumented: "KMS's text",
    });
  return { expirationModel, ...(validTo === undefined ? {} : { validTo }) };
}

function wishOf({ key }: Found, request: Import, now: number): ImportWish {
  const expiration = expirationOf(request, now);
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
  const { KeyMaterialId: keyMaterial, KeyMaterialDescription: description } = request;
  return {
    importType,
    ...(keyMaterial === undefined ? {} : { keyMaterialId: keyMaterial }),
    settings: { ...expiration, ...(description === undefined ? {} : { description }) },
  };
}

const invalidToken = (detail: string, undocumented?: string) =>
  new KmsException('InvalidImportTokenException', {
    detail,
    ...(undocumented === undefined ? {} : { undocumented }),
  });

/** The record after an import token. */
function tokenRecord(
  { store, place, now, strictTokens }: Call,
  { key, here }: Found,
  token: Buffer,
): TokenRecord {
  const claims = readToken(store.secret, token);
  if (claims === undefined)
    throw invalidToken(
      'The import token was not issued by this endpoint, or bytes of it were changed. Send ImportToken of the GetParametersForImport answer, decoded from base64 once (fileb://ImportToken.bin).',
    );
  if (claims.keyId !== key.id || claims.region !== place.region)
    throw invalidToken(
      `The import token is for another KMS key, ${keyArn({ ...place, region: claims.region }, claims.keyId)}.`,
    );
  if (claims.validTo <= now())
    throw new KmsException('ExpiredImportTokenException', {
      detail: `The import token expired at ${new Date(claims.validTo).toISOString()}. Call GetParametersForImport again and wrap under the new public key.`,
    });
  const record = here.tokens.find(({ id }) => id === claims.id);
  if (record === undefined)
    throw invalidToken(
      'This endpoint no longer keeps the wrapping key of this token: too many newer ones were asked for.',
    );
  if (strictTokens && record.used === true)
    throw invalidToken(
      'Key material was imported with this import token before, and --strict-tokens takes each token once. Call GetParametersForImport again for each import.',
      'whether KMS refuses an import token that was used; its documentation says that each import needs a new one',
    );
  return record;
}

async function judged(
  { place, judge }: Call,
  key: KeyRecord,
  token: TokenRecord,
  blob: Buffer,
): Promise<Judgement> {
  return await judge({
    partition: place.partition,
    keySpec: key.keySpec,
    wrappingAlgorithm: token.wrappingAlgorithm,
    wrappingKeySpec: token.wrappingKeySpec,
    blob,
    privateKey: Buffer.from(token.privateKey, 'base64'),
  });
}

/** What the auditor says of key material whose very size KMS refuses; nothing where the rest of the request is at fault too. */
async function diagnoseSize(call: Call, request: Partial<Import>): Promise<readonly Finding[]> {
  const { ImportToken: token, EncryptedKeyMaterial: blob } = request;
  if (token === undefined || blob === undefined) return [];
  const claims = readToken(call.store.secret, token);
  const key = call.store.keys.get(claims?.keyId ?? '');
  const record = key?.regions[call.place.region]?.tokens.find(({ id }) => id === claims?.id);
  if (key === undefined || record === undefined) return [];
  const { findings, opened } = await judged(call, key, record, blob);
  opened?.material.fill(0);
  return findings;
}

/** What no document says of a token that is used in this way, and what the pages recommend. */
function undocumentedUse({ here }: Found, token: TokenRecord): { undocumented?: string; note?: string } {
  if (token.used === true)
    return {
      undocumented: 'whether an import token can be used twice',
      note: 'this import token was used before: AWS says to download a new wrapping public key and import token for each import (--strict-tokens refuses it)',
    };
  return here.tokens.at(-1) === token ? {} : { undocumented: 'whether a newer download ends an older one' };
}

/** The key with the material and the used token: one record, so both or neither are kept. */
function importedInto(
  call: Call,
  found: Found,
  {
    wish,
    token,
    material,
    publicKey,
  }: { wish: ImportWish; token: TokenRecord; material: Buffer; publicKey?: Buffer },
): { value: KeyRecord; id: string } {
  const { key, here } = found;
  const { region } = call.place;
  const id = materialId(key.id, material, publicKey);
  const materials = withMaterial(found, region, id, wish);
  const description = wish.settings.description ?? here.held[id]?.description;
  const { disabled, ...rest } = here;
  const after: RegionalKey = {
    ...rest,
    held: {
      ...here.held,
      [id]: {
        ...wish.settings,
        bytes: material.toString('base64'),
        ...(description === undefined ? {} : { description }),
      },
    },
    tokens: here.tokens.map((one) => (one === token ? { ...one, used: true } : one)),
  };
  const value = {
    ...withHere(found, call, after),
    materials,
    ...(publicKey === undefined ? {} : { publicKey: publicKey.toString('base64') }),
  };
  // An import into an empty key enables it; into one that has its key material it changes nothing else.
  const stays = disabled === true && found.state !== 'PendingImport';
  return { id, value: stays ? withHere({ ...found, key: value }, call, { ...after, disabled }) : value };
}

/** Imports key material that the auditor accepts, into a key that takes it. */
export const importKeyMaterial = operation(
  shape,
  async (call, request) => {
    const check = () => {
      requireImported(findKey(call, request.KeyId));
      const found = findKey(call, request.KeyId, { states: statesFor.change });
      const wish = wishOf(found, request, call.now());
      return { found, wish, token: tokenRecord(call, found, request.ImportToken) };
    };
    const { found, token } = check();
    const { findings, opened, overdue } = await judged(call, found.key, token, request.EncryptedKeyMaterial);
    try {
      const refused = refusal(findings);
      if (refused !== undefined) throw refused;
      if (opened === undefined)
        throw new KmsException('InvalidCiphertextException', {
          detail: `The encrypted key material does not open as ${token.wrappingAlgorithm} under the wrapping key of this import token.${overdue === true ? ' To name the cause took too long: kms-keywrap audit takes the time.' : ''}`,
        });
      return await call.store.transact(() => {
        const now = check();
        const { value, id } = importedInto(call, now.found, { ...now, ...opened });
        const state = keyState(value, call.place.region, call.now());
        const { key, arn } = now.found;
        return {
          changes: [{ put: 'key', value }],
          answer: {
            body: { KeyId: arn, ...(key.keySpec === 'SYMMETRIC_DEFAULT' ? { KeyMaterialId: id } : {}) },
            findings,
            ...(state === 'PendingImport'
              ? { note: 'the key still waits for other key material that is associated with it' }
              : {}),
            ...undocumentedUse(now.found, now.token),
          },
        };
      });
    } finally {
      opened?.material.fill(0);
    }
  },
  async (call, { request, violations }) => {
    if (violations.length !== 1) return {};
    const findings = await diagnoseSize(call, request);
    return findings.length === 0 ? {} : { detail: explain(findings), findings };
  },
);
