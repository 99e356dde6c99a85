import { ServiceRefusal, type Route } from '../protocol.ts';
import { imported, keyPath, type TransitState } from './state.ts';

/** `POST /transit/keys/:name/import_version` (Transit API, "Import key version"). */
export const importVersion = (state: TransitState): Route => ({
  operation: 'import_version',
  methods: ['POST', 'PUT'],
  path: keyPath('/import_version'),
  run: async (request) => {
    const key = state.keys.get(request.named['name'] ?? '');
    if (key === undefined)
      throw new ServiceRefusal(
        'invalid',
        'there is not a key of this name; import its first version with import',
      );
    const { findings, version } = await imported(state, request, key.type);
    key.versions.push(version);
    return { status: 204, findings };
  },
});
