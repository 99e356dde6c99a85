import type { Finding } from '../../audit/finding.ts';
import type { ServiceName } from '../../tables/services/types.ts';
import type { Combination } from '../../tables/support.ts';
import type { Place } from '../model/place.ts';
import type { Store } from '../state/store.ts';
import type { WrappingKeySource } from './wrapping-keys.ts';

/** What the auditor says of an encrypted key material. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** The auditor was ended before it came to an end. */
  readonly overdue?: true;
  /** Absent when an error kept the key material from being seen. */
  readonly opened?: {
    /** Zeroed by the caller. */
    readonly material: Buffer;
    /** SubjectPublicKeyInfo, DER, of an asymmetric key. */
    readonly publicKey?: Buffer;
  };
}

export interface Submission extends Combination {
  readonly blob: Buffer;
  /** PKCS#8 DER of the wrapping key. */
  readonly privateKey: Buffer;
}

/** What was uploaded to another service, in the service's own names. */
export interface ServiceSubmission {
  readonly service: ServiceName;
  readonly keySpec: string;
  readonly wrappingAlgorithm: string;
  /** In its envelope. */
  readonly blob: Buffer;
  /** PKCS#8 DER of the wrapping key. */
  readonly privateKey: Buffer;
  /** What the service says of the wrapping key beside its numbers. */
  readonly label?: { readonly keyId?: string; readonly keyOps?: readonly string[] };
}

/** The auditor, as far as the endpoint needs it. */
export type Judge = (submission: Submission) => Promise<Judgement>;

/** All that an operation works with. */
export interface Endpoint {
  readonly place: Place;
  readonly store: Store;
  readonly wrappingKeys: WrappingKeySource;
  readonly judge: Judge;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** An import token is refused once key material was imported with it. */
  readonly strictTokens: boolean;
}

/** One request to the endpoint: `place` is the Region that it is for. */
export interface Call extends Endpoint {
  readonly operation: string;
}

/** An answer's JSON body, and what the log says beside it. */
export interface Answer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly findings?: readonly Finding[];
  /** What AWS does not document of this answer. */
  readonly undocumented?: string;
  /** What a user may not have meant. */
  readonly note?: string;
}
