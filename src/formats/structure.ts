import { readEcPrivateKey } from './keys/ec-private-key.ts';
import type { EcKeyFacts, Structure, Surplus } from './keys/facts.ts';
import { otherStructures } from './containers/other-structures.ts';
import { readPrivateKeyInfo } from './keys/private-key-info.ts';
import { readRsaPrivateKey } from './keys/rsa-private-key.ts';
import { readBer, type Departure, type ReadFailure, type Tlv } from './der/tlv.ts';

/** What BER bytes are: how far they can be read, and which structure they form. */
export interface DerFacts {
  readonly root?: Tlv;
  readonly failure?: ReadFailure;
  /** Where the outermost element ends; what follows is not part of it. */
  readonly end: number;
  /** Places where the encoding is BER but not DER, those inside the private key too. */
  readonly departures: readonly Departure[];
  /** undefined for BER that is not a structure known here. */
  readonly structure?: Structure;
}

/** Reads the structure that starts at offset 0. Never throws. */
export function readDer(bytes: Buffer): DerFacts {
  const { root, failure, departures } = readBer(bytes);
  if (!root || failure)
    return { ...(root ? { root } : {}), ...(failure ? { failure } : {}), end: bytes.length, departures };

  const all: Departure[] = [...departures];
  const structure = readPrivateKeyInfo(bytes, root, all) ?? readLegacy(bytes, root) ?? readOther(bytes, root);
  return { root, end: root.end, departures: all, ...(structure ? { structure } : {}) };
}

function readLegacy(bytes: Buffer, root: Tlv): Structure | undefined {
  const ec = readEcPrivateKey(bytes, root, 'material.ec');
  if (ec && isPlainEcKey(ec)) return { form: 'sec1', ...ec };
  const rsa = readRsaPrivateKey(bytes, root, 'material.rsa');
  return rsa && { form: 'pkcs1', ...rsa };
}

/** A version and an OCTET STRING begin other structures too: PKCS#8 without its algorithm, for one. */
const isPlainEcKey = ({ key, surplus }: { key: EcKeyFacts; surplus: readonly Surplus[] }) =>
  surplus.length === 0 && (key.version === 1 || key.inner !== undefined || key.publicKeys.length > 0);

function readOther(bytes: Buffer, root: Tlv): Structure | undefined {
  for (const recognise of otherStructures) {
    const structure = recognise(bytes, root);
    if (structure) return structure;
  }
  return undefined;
}
