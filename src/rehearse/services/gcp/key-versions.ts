import { ServiceRefusal, type Route } from '../protocol.ts';
import { publicKeyPem } from '../pem.ts';
import { enumName, found, inRing, time, type CryptoKey, type GcpState, type KeyVersion } from './state.ts';

/** The resource CryptoKeyVersion, without the reason of a failure where the import is still pending. */
export const described = (
  name: string,
  { algorithm, importJob, created, failure }: KeyVersion,
  key: CryptoKey,
) => ({
  name,
  state: failure === undefined ? 'ENABLED' : 'IMPORT_FAILED',
  protectionLevel: key.protectionLevel,
  algorithm: enumName(algorithm.name),
  createTime: time(created),
  importJob,
});

const path = 'cryptoKeys/(?<key>ID)/cryptoKeyVersions/(?<version>[1-9][0-9]{0,5})';

function versionOf({ keys }: GcpState, named: Readonly<Record<string, string>>) {
  const keyName = `${named['ring']}/cryptoKeys/${named['key']}`;
  const key = found(keys, keyName);
  const version = key.versions[Number(named['version']) - 1];
  const name = `${keyName}/cryptoKeyVersions/${named['version']}`;
  if (version === undefined) throw new ServiceRefusal('not-found', `CryptoKeyVersion ${name} not found.`);
  return { key, version, name };
}

/** `cryptoKeyVersions.get`: ENABLED, or IMPORT_FAILED with its reason. */
export const getCryptoKeyVersion = (state: GcpState): Route => ({
  operation: 'GetCryptoKeyVersion',
  methods: ['GET'],
  path: inRing(path),
  run: async ({ named }) => {
    const { key, version, name } = versionOf(state, named);
    const { failure, created } = version;
    return {
      body: {
        ...described(name, version, key),
        ...(failure === undefined ? { importTime: time(created) } : { importFailureReason: failure }),
      },
    };
  },
});

/** `cryptoKeyVersions.getPublicKey`. */
export const getPublicKey = (state: GcpState): Route => ({
  operation: 'GetPublicKey',
  methods: ['GET'],
  path: inRing(`${path}/publicKey`),
  run: async ({ named }) => {
    const { key, version, name } = versionOf(state, named);
    if (version.failure !== undefined)
      throw new ServiceRefusal('state', `${name} is not enabled, current state is: IMPORT_FAILED.`);
    if (version.publicKey === undefined)
      throw new ServiceRefusal('state', `${name} does not have a public key.`);
    return {
      body: {
        pem: publicKeyPem(version.publicKey),
        algorithm: enumName(version.algorithm.name),
        name,
        protectionLevel: key.protectionLevel,
      },
    };
  },
});
