import { ServiceRefusal, text, type Route } from '../protocol.ts';
import { bundle, keyName, newVersion, operationsOf, type AzureState } from './state.ts';

const sizes = { 2048: 'RSA_2048', 3072: 'RSA_3072', 4096: 'RSA_4096' } as const;
const isSize = (bits: unknown): bits is keyof typeof sizes => bits === 2048 || bits === 3072 || bits === 4096;

/** `POST /keys/NAME/create` of a Key Exchange Key (Key Vault REST API, "Create Key"). */
export const createKey = ({ endpoint, keys }: AzureState): Route => ({
  operation: 'CreateKey',
  methods: ['POST'],
  path: new RegExp(`^/keys/${keyName}/create$`),
  run: async ({ named: { name = '' }, body, host }) => {
    const type = text(body, 'kty');
    const bits = body['key_size'] ?? 2048;
    if (type !== 'RSA-HSM' || !isSize(bits))
      throw new ServiceRefusal(
        'invalid',
        'kms-keywrap rehearse creates Key Exchange Keys alone: kty RSA-HSM, key_size 2048, 3072 or 4096',
      );
    const operations = operationsOf(body['key_ops'], []);
    const pair = await endpoint.wrappingKeys(sizes[bits]);
    const key = {
      version: newVersion(),
      type,
      operations,
      pair,
      publicKey: pair.publicKey,
      created: endpoint.now(),
    };
    keys.set(name, [...(keys.get(name) ?? []), key]);
    return { body: bundle(host, name, key) };
  },
});
