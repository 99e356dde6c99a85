import { openEnvelope } from '../../../formats/envelopes/index.ts';
import { ServiceRefusal, text, whyRefused, type Route } from '../protocol.ts';
import { materialNameOf } from './key-type.ts';
import { bundle, keyId, keyName, newVersion, operationsOf, type AzureKey, type AzureState } from './state.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The .byok file: base64url, or base64, which the page calls it. @throws ServiceRefusal */
function fileIn(key: Readonly<Record<string, unknown>>): Buffer {
  const given = text(key, 'key_hsm');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(given))
    throw new ServiceRefusal('invalid', 'key_hsm is not the .byok file in base64url');
  return Buffer.from(given, 'base64');
}

/** The Key Exchange Key that the file names, or the newest. @throws ServiceRefusal where there is none */
function exchangeKeyOf(
  { keys }: AzureState,
  file: Buffer,
): { name: string; key: AzureKey & Required<Pick<AzureKey, 'pair'>> } {
  const version = openEnvelope('byok', file).keyId?.split('/').at(-1);
  const all = [...keys].flatMap(([name, versions]) =>
    versions.flatMap((key) => (key.pair === undefined ? [] : [{ name, key: { ...key, pair: key.pair } }])),
  );
  const found = all.find(({ key }) => key.version === version) ?? all.at(-1);
  if (found === undefined)
    throw new ServiceRefusal(
      'invalid',
      'there is not a Key Exchange Key yet: create one with kty RSA-HSM and key_ops ["import"], and wrap under it',
    );
  return found;
}

/** `PUT /keys/NAME` (Key Vault REST API, "Import Key") of what was wrapped under a Key Exchange Key. */
export const importKey = (state: AzureState): Route => ({
  operation: 'ImportKey',
  methods: ['PUT'],
  path: new RegExp(`^/keys/${keyName}$`),
  run: async ({ named: { name = '' }, body, host }) => {
    const { endpoint, keys } = state;
    const { row } = endpoint;
    if (!isObject(body['key'])) throw new ServiceRefusal('invalid', 'key is missing, or is not an object');
    const given = body['key'];
    const file = fileIn(given);
    const operations = operationsOf(given['key_ops'], []);
    const exchange = exchangeKeyOf(state, file);
    const { privateKey } = exchange.key.pair;
    const wrapping = row.wrappings.find((one) => one.name === row.defaultWrapping);
    if (wrapping === undefined) throw new Error('the service has no wrapping of its own');
    const known = row.materials.map((one) => one.name);
    const judgement = await endpoint.judge({
      service: row.name,
      keySpec: materialNameOf(given, known, { file, privateKey, wrapping }),
      wrappingAlgorithm: wrapping.name,
      blob: file,
      privateKey,
      label: { keyId: keyId(host, exchange.name, exchange.key), keyOps: exchange.key.operations },
    });
    const why = whyRefused(endpoint, judgement);
    const { findings, opened } = judgement;
    opened?.material.fill(0);
    if (why !== undefined) throw new ServiceRefusal('invalid', why, findings);
    const key = {
      version: newVersion(),
      type: text(given, 'kty'),
      operations,
      created: endpoint.now(),
      ...(opened?.publicKey === undefined ? {} : { publicKey: opened.publicKey }),
    };
    keys.set(name, [...(keys.get(name) ?? []), key]);
    return { body: bundle(host, name, key), findings };
  },
});
