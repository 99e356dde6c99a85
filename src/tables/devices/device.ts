import type { FindingId } from '../findings/index.ts';
import { keySpecNames, keySpecRow, type KeySpec } from '../key-specs.ts';
import type { WrappingAlgorithm } from '../wrapping.ts';
import type { KeyWrapMechanism } from './mechanisms.ts';

/** The wrapping algorithms that a device can be asked for. */
export type DeviceAlgorithm = Exclude<WrappingAlgorithm, 'RSAES_PKCS1_V1_5'>;

/** `C_WrapKey` under the wrapping key, or, with `keyWrap`, under a fresh AES key that is wrapped in turn. */
interface Pkcs11Way {
  readonly by: 'pkcs11';
  readonly keyWrap?: KeyWrapMechanism;
}

/** Commands of the device's own tool, a line each. `{kind}` stands for the word that the tool has for the kind of key. */
interface CommandsWay {
  readonly by: 'commands';
  readonly lines: readonly string[];
}

/** The device does not do it. */
interface NoWay {
  readonly by: 'none';
  /** Follows "because", in lower case. */
  readonly reason: string;
}

export type Way = Pkcs11Way | CommandsWay | NoWay;

/** Key specs with which a device does another thing than with the others. */
export interface Limit {
  readonly keySpecs: readonly KeySpec[];
  readonly algorithms: readonly DeviceAlgorithm[];
  /** `refused`: nothing comes out. Else the finding that the export has. */
  readonly effect: 'refused' | FindingId;
  /** Lower case, without a full stop. */
  readonly reason: string;
}

/** Where the facts of a row are from. `run`: `make test-hsm` runs the printed commands with this version. */
type Evidence = { readonly kind: 'run'; readonly version: string } | { readonly kind: 'documents' };

export interface DeviceSource {
  readonly title: string;
  readonly url: string;
}

export interface DeviceFacts {
  readonly title: string;
  readonly evidence: Evidence;
  readonly sources: readonly DeviceSource[];
  /** The PKCS#11 module, where the device has one. `parameters` are what `C_Initialize` is given, `{folder}` in it the token's. */
  readonly module?: { readonly path: string; readonly parameters?: string };
  /** What the tool calls a key of each kind, for `{kind}`. */
  readonly kinds?: Readonly<Record<'symmetric' | 'hmac' | 'rsa' | 'ec', string>>;
  readonly exports: Readonly<Record<DeviceAlgorithm, Way>>;
  readonly limits: readonly Limit[];
  /** Sentences; Markdown code in backquotes. */
  readonly watch: readonly string[];
}

type Hash = 'sha1' | 'sha256';

/** The two hashes of an RSA scheme, from one description. */
const byHash = (way: (hash: Hash) => Way) => ({ SHA_1: way('sha1'), SHA_256: way('sha256') });

/** A device's ways, from what it does for RSAES-OAEP and for RSA AES key wrap with each hash, and for SM2PKE. */
export function exportsOf(
  oaep: (hash: Hash) => Way,
  hybrid: (hash: Hash) => Way,
  sm2: Way = { by: 'none', reason: 'PKCS#11 has no mechanism that writes SM2 ciphertext in ASN.1 form' },
): DeviceFacts['exports'] {
  const [direct, both] = [byHash(oaep), byHash(hybrid)];
  return {
    RSAES_OAEP_SHA_1: direct.SHA_1,
    RSAES_OAEP_SHA_256: direct.SHA_256,
    RSA_AES_KEY_WRAP_SHA_1: both.SHA_1,
    RSA_AES_KEY_WRAP_SHA_256: both.SHA_256,
    SM2PKE: sm2,
  };
}

const ofKind = (...kinds: string[]) => keySpecNames.filter((name) => kinds.includes(keySpecRow(name).kind));

export const privateKeySpecs = ofKind('rsa', 'ec');
export const ecKeySpecs = ofKind('ec');
export const hmacKeySpecs = ofKind('hmac');
export const direct: readonly DeviceAlgorithm[] = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'];
export const hybrid: readonly DeviceAlgorithm[] = ['RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256'];
