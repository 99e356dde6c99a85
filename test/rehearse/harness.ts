import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  CreateKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
  KMSServiceException,
  type CreateKeyCommandInput,
  type GetParametersForImportCommandOutput,
  type ImportKeyMaterialCommandInput,
} from '@aws-sdk/client-kms';
import { onTestFinished } from 'vitest';
import { wrapMaterial } from '../../src/crypto/wrap.ts';
import { loadWrappingPublicKey } from '../../src/crypto/wrapping-key.ts';
import { judge } from '../../src/rehearse/judge/judge.ts';
import type { Judge } from '../../src/rehearse/kms/call.ts';
import { defaultPlace, type Place } from '../../src/rehearse/model/place.ts';
import type { RequestLog } from '../../src/rehearse/server/log.ts';
import { listen, type ServerOptions } from '../../src/rehearse/server/server.ts';
import { Store } from '../../src/rehearse/state/store.ts';
import { stockedWrappingKeys, type WrappingKeySource } from '../../src/rehearse/kms/wrapping-keys.ts';
import type { Partition } from '../../src/tables/partitions.ts';
import { wrappingAlgorithms, type WrappingAlgorithm } from '../../src/tables/wrapping.ts';

export interface Options extends Partial<Omit<ServerOptions, 'log'>> {
  readonly partition?: Partition;
  readonly judge?: Judge;
  readonly store?: Store;
  readonly wrappingKeys?: WrappingKeySource;
  readonly region?: string;
  readonly strictTokens?: boolean;
}

export interface Rehearsal {
  readonly url: string;
  readonly client: KMSClient;
  readonly log: RequestLog[];
  readonly place: Place;
  readonly store: Store;
  /** Moves the endpoint's clock. */
  readonly pass: (milliseconds: number) => void;
  readonly now: () => number;
}

export const client = (url: string, region = 'us-east-1') =>
  new KMSClient({
    endpoint: url,
    region,
    credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' },
    maxAttempts: 1,
  });

/** An endpoint for the length of a test. */
export async function rehearsal(options: Options = {}): Promise<Rehearsal> {
  const own = defaultPlace(options.partition ?? 'aws');
  const place = { ...own, region: options.region ?? own.region };
  const store = options.store ?? new Store();
  const log: RequestLog[] = [];
  let offset = 0;
  const now = () => Date.now() + offset;
  const listening = await listen(
    {
      place,
      store,
      now,
      judge: options.judge ?? (async (submission) => judge(submission)),
      strictTokens: options.strictTokens ?? false,
      wrappingKeys: options.wrappingKeys ?? stockedWrappingKeys(),
    },
    {
      host: '127.0.0.1',
      port: 0,
      allowHosts: [],
      strictMessages: false,
      log: (entry) => log.push(entry),
      ...options,
    },
  );
  const kms = client(listening.url, place.region);
  onTestFinished(async () => {
    kms.destroy();
    await listening.close();
  });
  return { url: listening.url, client: kms, log, place, store, now, pass: (ms) => (offset += ms) };
}

/** What the client was told: exception, status and message. */
export async function refused(promise: Promise<unknown>) {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof KMSServiceException)) throw error;
    return { name: error.name, status: error.$metadata.httpStatusCode, message: error.message };
  }
  throw new Error('the request was not refused');
}

export async function externalKey(kms: KMSClient, input: CreateKeyCommandInput = {}): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL', ...input }));
  return KeyMetadata!.KeyId!;
}

export const parameters = (
  kms: KMSClient,
  KeyId: string,
  WrappingAlgorithm: WrappingAlgorithm = 'RSAES_OAEP_SHA_256',
) =>
  kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm,
      WrappingKeySpec: WrappingAlgorithm === 'SM2PKE' ? 'SM2' : 'RSA_2048',
    }),
  );

export function wrapped(
  { PublicKey }: Pick<GetParametersForImportCommandOutput, 'PublicKey'>,
  material: Buffer,
  wrappingAlgorithm: WrappingAlgorithm = 'RSAES_OAEP_SHA_256',
): Buffer {
  const publicKey = loadWrappingPublicKey(Buffer.from(PublicKey!));
  return wrapMaterial({ material, publicKey, wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm] });
}

/** The whole ceremony for one key and material. */
export async function imported(
  kms: KMSClient,
  KeyId: string,
  material: Buffer,
  more: Partial<ImportKeyMaterialCommandInput> = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
) {
  const handed = await parameters(kms, KeyId);
  return await kms.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken: handed.ImportToken,
      EncryptedKeyMaterial: wrapped(handed, material),
      ...more,
    }),
  );
}

export const symmetric = () => randomBytes(32);

export function p256() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    material: privateKey.export({ format: 'der', type: 'pkcs8' }),
    spki: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }),
  };
}
