import {
  algorithmName,
  keyIdentifier,
  keySpecOfAlgorithm,
  keySpecOfCurve,
  oids,
} from '../../tables/algorithms.ts';
import { namedCurve, readCurve, readEcPrivateKey } from './ec-private-key.ts';
import type { KeyFacts, OtherKeyFacts, Structure, Surplus } from './facts.ts';
import { readRsaPrivateKey } from './rsa-private-key.ts';
import { readBer, tags, type Departure, type Tlv } from '../der/tlv.ts';
import { bitString, encoding, octetString, oid, smallInteger } from '../der/values.ts';

type Pkcs8 = Extract<Structure, { form: 'pkcs8' }>;

/**
 * PrivateKeyInfo (RFC 5208, 5) and OneAsymmetricKey (RFC 5958, 2): version, algorithm, private key, attributes [0], public
 * key [1]. undefined where the element is not one. Departures from DER inside the private key are added to `departures`.
 */
export function readPrivateKeyInfo(bytes: Buffer, element: Tlv, departures: Departure[]): Pkcs8 | undefined {
  const [first, algorithm, wrapped, ...rest] = element.children;
  const version = smallInteger(bytes, first);
  const bare = algorithm?.id === tags.oid;
  const stated =
    bare || algorithm?.id === tags.sequence
      ? oid(bytes, bare ? algorithm : algorithm?.children[0])
      : undefined;
  const name = bare && stated !== undefined && keySpecOfCurve(stated) ? oids.ecPublicKey : stated;
  const privateKey = octetString(bytes, wrapped);
  if (element.id !== tags.sequence || version === undefined || name === undefined || !privateKey)
    return undefined;

  const fields = { attributes: false, publicKey: undefined as Buffer | undefined };
  const surplus: Surplus[] = [];
  for (const field of rest) {
    if (field.id === 0xa0 && !fields.attributes && !fields.publicKey) fields.attributes = true;
    else if ((field.id === 0x81 || field.id === 0xa1) && !fields.publicKey)
      fields.publicKey = bitString(bytes, field, 0x81) ?? Buffer.alloc(0);
    else surplus.push({ at: 'material.pkcs8', bytes: encoding(bytes, field) });
  }

  const parameters = bare ? (stated === name ? undefined : algorithm) : algorithm?.children[1];
  const inner = readKey(privateKey, name, () => readCurve(bytes, parameters));
  const offset = wrapped!.contentStart;
  departures.push(
    ...inner.departures.map((departure) => ({ ...departure, offset: offset + departure.offset })),
  );
  surplus.push(...inner.surplus);
  const key =
    inner.key?.type === 'ec' && fields.publicKey ? withPublicKey(inner.key, fields.publicKey) : inner.key;
  return {
    form: 'pkcs8',
    version,
    attributes: fields.attributes,
    publicKey: fields.publicKey !== undefined,
    ...(key ? { key } : {}),
    algorithm: name,
    ...(bare ? { bareAlgorithm: true as const } : {}),
    surplus,
  };
}

const withPublicKey = (key: Extract<KeyFacts, { type: 'ec' }>, point: Buffer) => ({
  ...key,
  publicKeys: [...key.publicKeys, { at: 'material.pkcs8.publicKey', point }],
});

interface InnerKey {
  readonly key?: KeyFacts;
  readonly surplus: readonly Surplus[];
  readonly departures: readonly Departure[];
}

const nothing: InnerKey = { surplus: [], departures: [] };

/** What some services import of keys whose algorithm is neither RSA nor EC. */
function insideOf(bytes: Buffer, algorithm: string): Partial<OtherKeyFacts> {
  if (algorithm !== oids.rsaPss && algorithm !== oids.ed25519) return {};
  const { root, failure } = readBer(bytes);
  if (!root || failure) return {};
  if (algorithm === oids.ed25519) {
    const octets = octetString(bytes, root);
    return octets && root.end === bytes.length ? { octets: octets.length } : {};
  }
  const key = readRsaPrivateKey(bytes, root, 'material.rsa')?.key;
  return key?.type === 'rsa' ? { rsa: key } : {};
}

function readKey(bytes: Buffer, algorithm: string, curve: () => ReturnType<typeof readCurve>): InnerKey {
  const identifier = keyIdentifier(algorithm);
  if (!identifier) {
    const spec = keySpecOfAlgorithm(algorithm);
    const key: OtherKeyFacts = { type: 'other', name: algorithmName(algorithm), ...(spec ? { spec } : {}) };
    return { ...nothing, key: { ...key, ...insideOf(bytes, algorithm) } };
  }
  const { root, failure, departures } = readBer(bytes);
  if (!root || failure) return nothing;

  const rsa = identifier.kind === 'rsa';
  const at = rsa ? 'material.rsa' : 'material.ec';
  const read = rsa ? readRsaPrivateKey(bytes, root, at) : readEcPrivateKey(bytes, root, at);
  if (!read) return nothing;
  const after = bytes.subarray(root.end);
  const surplus =
    after.length > 0 ? [...read.surplus, { at: 'material.pkcs8.privateKey', bytes: after }] : read.surplus;
  if (read.key.type !== 'ec') return { key: read.key, surplus, departures };
  const outer = curve();
  const implied = 'curve' in identifier && outer.kind === 'none' ? namedCurve(identifier.curve) : undefined;
  return { key: { outer: implied ?? outer, ...read.key }, surplus, departures };
}
