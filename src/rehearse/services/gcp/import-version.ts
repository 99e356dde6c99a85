import { ServiceRefusal, text, whyRefused, type Route } from '../protocol.ts';
import { described } from './key-versions.ts';
import { enumName, found, inRing, jobMs, type CryptoKey, type GcpState } from './state.ts';

/** Base64 as protobuf's JSON has it: of either alphabet. @throws ServiceRefusal */
function wrappedKey(body: Readonly<Record<string, unknown>>): Buffer {
  const given = text(body, 'wrappedKey' in body ? 'wrappedKey' : 'rsaAesWrappedKey');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(given))
    throw new ServiceRefusal('invalid', 'wrappedKey is not base64');
  return Buffer.from(given, 'base64');
}

/** @throws ServiceRefusal where the key was created for something else */
function requireSame(key: CryptoKey, algorithm: string, level: string): void {
  if (key.algorithm !== algorithm)
    throw new ServiceRefusal(
      'invalid',
      `algorithm ${algorithm} is not the one of the CryptoKey, ${key.algorithm}`,
    );
  if (key.protectionLevel !== level)
    throw new ServiceRefusal(
      'invalid',
      `the protection level of the import job, ${level}, is not the one of the CryptoKey, ${key.protectionLevel}`,
    );
}

/** `cryptoKeyVersions.import`: the answer is PENDING_IMPORT; reading the version tells what the import came to. */
export const importCryptoKeyVersion = ({ endpoint, jobs, keys }: GcpState): Route => ({
  operation: 'ImportCryptoKeyVersion',
  methods: ['POST'],
  path: inRing('cryptoKeys/(?<key>ID)/cryptoKeyVersions:import'),
  run: async ({ named, body }) => {
    const keyName = `${named['ring']}/cryptoKeys/${named['key']}`;
    const key = found(keys, keyName);
    const importJob = text(body, 'importJob');
    const job = found(jobs, importJob);
    if (endpoint.now() >= job.created + jobMs)
      throw new ServiceRefusal(
        'state',
        `ImportJob ${importJob} is EXPIRED: create another one and wrap again`,
      );
    const asked = text(body, 'algorithm');
    const algorithm = endpoint.row.materials.find(({ name }) => enumName(name) === asked);
    if (algorithm === undefined) throw new ServiceRefusal('invalid', 'unknown algorithm');
    requireSame(key, asked, job.protectionLevel);
    const judgement = await endpoint.judge({
      service: endpoint.row.name,
      keySpec: algorithm.name,
      wrappingAlgorithm: job.wrapping.name,
      blob: wrappedKey(body),
      privateKey: job.pair.privateKey,
    });
    const failure = whyRefused(endpoint, judgement);
    const publicKey = judgement.opened?.publicKey;
    judgement.opened?.material.fill(0);
    const version = {
      algorithm,
      importJob,
      created: endpoint.now(),
      ...(failure === undefined ? {} : { failure }),
      ...(publicKey === undefined ? {} : { publicKey }),
    };
    const number = key.versions.push(version);
    const name = `${keyName}/cryptoKeyVersions/${number}`;
    return {
      body: { ...described(name, version, key), state: 'PENDING_IMPORT' },
      findings: judgement.findings,
    };
  },
});
