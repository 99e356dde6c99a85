import { ServiceRefusal, type Route } from '../protocol.ts';
import { bundle, keyName, type AzureState } from './state.ts';

/** `GET /keys/NAME` and `/keys/NAME/VERSION` (Key Vault REST API, "Get Key"). */
export const getKey = ({ keys }: AzureState): Route => ({
  operation: 'GetKey',
  methods: ['GET'],
  path: new RegExp(`^/keys/${keyName}(?:/(?<version>[0-9a-f]{32})?)?$`),
  run: async ({ named, host }) => {
    // A group that is absent from the path is undefined, whatever its type says.
    const { name = '', version } = named;
    const versions = keys.get(name) ?? [];
    const key = version === undefined ? versions.at(-1) : versions.find((one) => one.version === version);
    if (key === undefined)
      throw new ServiceRefusal('not-found', `A key with (name/id) ${name} was not found in this key vault.`);
    return { body: bundle(host, name, key) };
  },
});
