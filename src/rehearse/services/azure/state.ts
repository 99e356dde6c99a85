import { createPublicKey, randomBytes } from 'node:crypto';
import type { WrappingKeyPair } from '../../kms/wrapping-keys.ts';
import { ServiceRefusal, type ServiceEndpoint } from '../protocol.ts';

export interface AzureKey {
  readonly version: string;
  /** As the request spelled it: `RSA-HSM`, `EC-HSM`. */
  readonly type: string;
  readonly operations: readonly string[];
  readonly created: number;
  /** SubjectPublicKeyInfo; absent for a symmetric key. */
  readonly publicKey?: Buffer;
  /** Of a Key Exchange Key, which this endpoint made. */
  readonly pair?: WrappingKeyPair;
}

/** By name; the newest version stands last. */
export interface AzureState {
  readonly endpoint: ServiceEndpoint;
  readonly keys: Map<string, AzureKey[]>;
}

export const keyName = '(?<name>[0-9a-zA-Z-]{1,127})';
export const newVersion = () => randomBytes(16).toString('hex');

/** The identifier of a key: a URL with https, as the service has it, also where the endpoint itself is not. */
export const keyId = (host: string, name: string, { version }: AzureKey) =>
  `https://${host}/keys/${name}/${version}`;

/** The names of curves that JSON Web Key and node do not share. */
const curves: Readonly<Record<string, string>> = { secp256k1: 'P-256K' };

function numbersOf({ publicKey }: AzureKey): Readonly<Record<string, unknown>> {
  if (publicKey === undefined) return {};
  const { n, e, crv, x, y } = createPublicKey({ key: publicKey, format: 'der', type: 'spki' }).export({
    format: 'jwk',
  });
  return n === undefined ? { crv: curves[crv ?? ''] ?? crv, x, y } : { n, e };
}

/** The resource KeyBundle. */
export function bundle(host: string, name: string, key: AzureKey) {
  const seconds = Math.floor(key.created / 1000);
  return {
    key: { kid: keyId(host, name, key), kty: key.type, key_ops: key.operations, ...numbersOf(key) },
    attributes: { enabled: true, created: seconds, updated: seconds, recoveryLevel: 'Recoverable+Purgeable' },
  };
}

/** Names of operations in a request. @throws ServiceRefusal */
export function operationsOf(given: unknown, whenAbsent: readonly string[]): readonly string[] {
  if (given === undefined) return whenAbsent;
  if (!Array.isArray(given) || given.length > 16)
    throw new ServiceRefusal('invalid', 'key_ops has to be a list of names');
  return given.map((one: unknown) => {
    if (typeof one !== 'string' || !/^[a-zA-Z]{1,20}$/.test(one))
      throw new ServiceRefusal('invalid', 'key_ops has to be a list of names');
    return one;
  });
}
