import { ServiceRefusal, type Route } from '../protocol.ts';
import { publicKeyPem } from '../pem.ts';
import { answer, keyPath, type TransitState } from './state.ts';

/** `GET /transit/keys/:name` (Transit API, "Read key"). */
export const readKey = ({ keys }: TransitState): Route => ({
  operation: 'read key',
  methods: ['GET'],
  path: keyPath(),
  run: async ({ named: { name = '' } }) => {
    const key = keys.get(name);
    if (key === undefined) throw new ServiceRefusal('not-found', '');
    const { type, versions, allowRotation } = key;
    const shown = versions.map(({ created, publicKey }, at) => [
      String(at + 1),
      publicKey === undefined
        ? Math.floor(created / 1000)
        : { name: type, creation_time: new Date(created).toISOString(), public_key: publicKeyPem(publicKey) },
    ]);
    return {
      body: answer({
        name,
        type,
        imported_key: true,
        imported_key_allow_rotation: allowRotation,
        latest_version: versions.length,
        min_available_version: 0,
        keys: Object.fromEntries(shown),
      }),
    };
  },
});
