import type { Judgement } from '../../kms/call.ts';
import type { WrappingKeyPair } from '../../kms/wrapping-keys.ts';
import { ServiceRefusal, text, whyRefused, type ServiceEndpoint, type ServiceRequest } from '../protocol.ts';

export interface TransitKey {
  readonly type: string;
  readonly allowRotation: boolean;
  /** One for each import, the first is version 1. */
  readonly versions: { readonly created: number; readonly publicKey?: Buffer }[];
}

export interface TransitState {
  readonly endpoint: ServiceEndpoint;
  readonly keys: Map<string, TransitKey>;
  /** Made when it is first asked for, and the same from then on, as the engine has it. */
  readonly wrappingKey: () => Promise<WrappingKeyPair>;
}

export function transitState(endpoint: ServiceEndpoint): TransitState {
  let pair: Promise<WrappingKeyPair> | undefined;
  return {
    endpoint,
    keys: new Map(),
    wrappingKey: () => (pair ??= endpoint.wrappingKeys('RSA_4096')),
  };
}

/** Judges the ciphertext of a request. @throws ServiceRefusal */
export async function imported(
  { endpoint, wrappingKey }: TransitState,
  { body }: ServiceRequest,
  type: string,
): Promise<Pick<Judgement, 'findings'> & { version: TransitKey['versions'][number] }> {
  const { row } = endpoint;
  const hash = text(body, 'hash_function', 'SHA256');
  const spelled = (name: string) =>
    name.toUpperCase().replace('-', '') === hash.toUpperCase().replace('-', '');
  const wrapping = row.wrappings.find(({ name }) => spelled(name));
  if (wrapping === undefined)
    throw new ServiceRefusal('invalid', 'hash_function has to be SHA1, SHA224, SHA256, SHA384 or SHA512');
  if (!row.materials.some(({ name }) => name === type))
    throw new ServiceRefusal(
      'invalid',
      `unknown key type; known are ${row.materials.map(({ name }) => name).join(', ')}`,
    );
  const ciphertext = text(body, 'ciphertext');
  const judgement = await endpoint.judge({
    service: row.name,
    keySpec: type,
    wrappingAlgorithm: wrapping.name,
    blob: Buffer.from(ciphertext),
    privateKey: (await wrappingKey()).privateKey,
  });
  const why = whyRefused(endpoint, judgement);
  const { findings, opened } = judgement;
  opened?.material.fill(0);
  if (why !== undefined) throw new ServiceRefusal('invalid', why, findings);
  const publicKey = opened?.publicKey;
  return {
    findings,
    version: { created: endpoint.now(), ...(publicKey === undefined ? {} : { publicKey }) },
  };
}

/** The frame of every answer. */
export const answer = (data: Readonly<Record<string, unknown>>) => ({
  request_id: '',
  lease_id: '',
  renewable: false,
  lease_duration: 0,
  data,
  wrap_info: null,
  warnings: null,
  auth: null,
});

/** Names of keys (a path element). */
export const keyPath = (after = '') =>
  new RegExp(`^/v1/transit/keys/(?<name>[A-Za-z0-9_.-]{1,128})${after}$`);
