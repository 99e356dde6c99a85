import { ServiceRefusal, text, type Route } from '../protocol.ts';
import { imported, keyPath, type TransitState } from './state.ts';

/** `POST /transit/keys/:name/import` (Transit API, "Import key"). */
export const importKey = (state: TransitState): Route => ({
  operation: 'import',
  methods: ['POST', 'PUT'],
  path: keyPath('/import'),
  run: async (request) => {
    const { name = '' } = request.named;
    const absent = () => {
      if (state.keys.has(name))
        throw new ServiceRefusal(
          'invalid',
          'the import path cannot be used with an existing key; use import-version to rotate an existing imported key',
        );
    };
    absent();
    const type = text(request.body, 'type', 'aes256-gcm96');
    const { findings, version } = await imported(state, request, type);
    absent();
    state.keys.set(name, {
      type,
      allowRotation: request.body['allow_rotation'] === true || request.body['allow_rotation'] === 'true',
      versions: [version],
    });
    return { status: 204, findings };
  },
});
