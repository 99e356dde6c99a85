import type { FindingId, Severity } from '../findings/index.ts';
import type { KeySpecRow } from '../key-specs.ts';
import type { Source } from '../sources.ts';
import type { WrappingScheme } from '../wrapping.ts';

/** The services that import wrapped keys, by the names that `--service` takes. */
export type ServiceName =
  | 'aws'
  | 'aws-cn'
  | 'gcp'
  | 'azure'
  | 'vault'
  | 'openbao'
  | 'oci'
  | 'alibaba'
  | 'huawei'
  | 'tencent'
  | 'ibm'
  | 'aws-payments';

/** Forms of a private key that a service accepts beside plain PKCS#8. */
export type AlsoForm =
  /** PKCS#8 whose algorithm is id-RSASSA-PSS (RFC 4055) instead of rsaEncryption. */
  | 'rsa-pss'
  /** Ed25519 inside an EC PKCS#8, as Mozilla NSS writes it. */
  | 'nss-ed25519';

/** Lengths in bytes that raw key material may have: these, or any from least to most. */
export type Lengths = readonly number[] | { readonly least: number; readonly most: number };

/** What can be imported, under the service's own name. */
export interface Material {
  readonly name: string;
  /** Row of the kind of key: its structure, curve or modulus. */
  readonly row: KeySpecRow;
  /** Of raw key material. */
  readonly lengths?: Lengths;
  readonly also: readonly AlsoForm[];
  /** The name in the service's upload command, where it is another. */
  readonly uploadAs?: string;
  readonly source: Source;
}

/** The cipher over the key material of a hybrid wrap. */
export type Inner = 'none' | 'kwp' | 'aes-256-ecb' | 'sm4-ecb' | 'sm4-kwp';

/** A way of wrapping, under the service's own name. */
export interface Wrapping {
  readonly name: string;
  /** The scheme outside. */
  readonly scheme: WrappingScheme;
  readonly inner: Inner;
  /** Whether the encrypted AES key and the wrapped key material are one file or two. */
  readonly join: 'one' | 'apart';
  /** Encoding of an SM2 ciphertext. */
  readonly sm2Form?: 'der' | 'c1c3c2';
  /** Names of the wrapping keys that it is used with. */
  readonly under: readonly string[];
  /** `release`: what the service gives out, not what it imports. */
  readonly use: 'import' | 'release';
  /** Why no tool can make it here yet. */
  readonly outOfReach?: string;
  readonly source: Source;
}

/** In which form a wrapping key is handed out. */
export type Delivery = 'der' | 'pem' | 'base64-der' | 'jwk' | 'json-pem' | 'base64-pem' | 'certificate';

/** A public key that the service hands out. */
export interface ServiceWrappingKey {
  readonly name: string;
  readonly kind: 'rsa' | 'sm2' | 'kem';
  readonly bits: number;
  readonly delivery: readonly Delivery[];
}

/** The form in which a blob is uploaded. */
export type EnvelopeName = 'binary' | 'base64' | 'byok' | 'oci-json' | 'two-fields' | 'ibm-json' | 'hex';

/** One point of a service's table. */
export interface ServiceCombination {
  readonly material: Material;
  readonly wrapping: Wrapping;
  readonly wrappingKey: ServiceWrappingKey;
}

export interface ServiceAnswer {
  readonly status: 'supported' | 'disputed' | 'unsupported';
  readonly reason?: string;
  readonly sources: readonly Source[];
}

/** The first rule that applies decides; the most fundamental reason stands first. */
export interface ServiceRule {
  readonly status: 'disputed' | 'unsupported';
  readonly source: Source;
  readonly applies: (combination: ServiceCombination) => string | undefined;
}

/** A refusal of the service and what causes it. */
export interface Saying {
  /** Words of the refusal, each of which has to stand in the text; `N` stands for a number. */
  readonly text: string;
  /** Findings that cause it, the likeliest first. */
  readonly causes: readonly FindingId[];
  readonly meaning: string;
  readonly source: Source;
}

/** How a service judges a finding where it differs from the catalogue. */
export interface Judgement {
  /** `accepted`: not a fault here. */
  readonly severity?: Severity | 'accepted';
  readonly source?: Source;
}

/** Words of a service, as they stand in findings and fixes. */
export interface ServiceWords {
  /** `Google Cloud KMS`. */
  readonly service: string;
  /** What it calls the kind of key: `algorithm`. */
  readonly keySpec: string;
  /** What it calls the way of wrapping: `import method`. */
  readonly wrappingAlgorithm: string;
  /** How the wrapping key is fetched again, a full sentence without its full stop. */
  readonly fetch: string;
  /** How the wrapping key is called: `the public key of the import job`. */
  readonly wrappingKey: string;
}

/** Lines of a shell; the words in capitals are the user's files. */
export interface ServiceCommands {
  /** `documented`: printed in the service's documentation. `ours`: the project's own, because it documents no command. */
  readonly by: 'documented' | 'ours';
  /** Makes key material in TARGET_KEY, where the documentation shows how. */
  readonly generate?: (material: Material) => readonly string[] | undefined;
  readonly wrap: (wrapping: Wrapping, material: Material | undefined) => readonly string[];
  /** Fetches the wrapping key. */
  readonly fetch: (wrapping: Wrapping) => readonly string[];
  /** Uploads the blob. */
  readonly upload: (material: Material | undefined, wrapping: Wrapping) => readonly string[];
  /** File names that the commands use. */
  readonly files: {
    readonly material: string;
    readonly publicKey: string;
    readonly blob: string;
    /** The form of the public key that the commands read. */
    readonly keyForm: 'pem' | 'der';
  };
}

/** Everything that is to be known of a service. */
export interface ServiceRow {
  readonly name: ServiceName;
  readonly title: string;
  readonly words: ServiceWords;
  readonly materials: readonly Material[];
  readonly wrappings: readonly Wrapping[];
  readonly wrappingKeys: readonly ServiceWrappingKey[];
  readonly rules: readonly ServiceRule[];
  /** The wrapping that is meant where none is named. */
  readonly defaultWrapping?: string;
  readonly envelope: EnvelopeName;
  /** Most bytes of what is uploaded, where that is documented. */
  readonly limits: { readonly uploadBytes?: number };
  readonly commands: ServiceCommands;
  readonly says: readonly Saying[];
  readonly judges: Partial<Readonly<Record<FindingId, Judgement>>>;
  /** Where a finding on the blob, or on the key material, is documented unless an RFC says it. */
  readonly sources: { readonly blob: Source; readonly material: Source; readonly envelope: Source };
  /** What was tested with which client. */
  readonly tested: string;
  /** What is not confirmed. */
  readonly unsure: readonly string[];
}
