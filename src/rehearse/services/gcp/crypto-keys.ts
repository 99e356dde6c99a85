import { ServiceRefusal, text, type Route } from '../protocol.ts';
import { found, inRing, newId, time, type CryptoKey, type GcpState } from './state.ts';

const described = (name: string, { purpose, protectionLevel, algorithm, created }: CryptoKey) => ({
  name,
  purpose,
  createTime: time(created),
  versionTemplate: { protectionLevel, algorithm },
  importOnly: true,
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** `cryptoKeys.create` of a key that is to be imported. */
export const createCryptoKey = ({ endpoint, keys }: GcpState): Route => ({
  operation: 'CreateCryptoKey',
  methods: ['POST'],
  path: inRing('cryptoKeys'),
  run: async ({ named, query, body }) => {
    const name = `${named['ring']}/cryptoKeys/${newId(query, 'cryptoKeyId')}`;
    if (query.get('skipInitialVersionCreation') !== 'true')
      throw new ServiceRefusal(
        'invalid',
        'kms-keywrap rehearse creates keys for import alone: skipInitialVersionCreation has to be true',
      );
    const template = isObject(body['versionTemplate']) ? body['versionTemplate'] : {};
    const key = {
      purpose: text(body, 'purpose'),
      algorithm: text(template, 'algorithm', 'GOOGLE_SYMMETRIC_ENCRYPTION'),
      protectionLevel: text(template, 'protectionLevel', 'SOFTWARE'),
      created: endpoint.now(),
      versions: [],
    };
    if (keys.has(name)) throw new ServiceRefusal('exists', `CryptoKey ${name} already exists.`);
    keys.set(name, key);
    return { body: described(name, key) };
  },
});

/** `cryptoKeys.get`. */
export const getCryptoKey = ({ keys }: GcpState): Route => ({
  operation: 'GetCryptoKey',
  methods: ['GET'],
  path: inRing('cryptoKeys/(?<key>ID)'),
  run: async ({ named }) => {
    const name = `${named['ring']}/cryptoKeys/${named['key']}`;
    return { body: described(name, found(keys, name)) };
  },
});
