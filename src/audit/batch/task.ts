import type { FileIdentity } from '../../run/files/identity.ts';
import type { KeySpec } from '../../tables/key-specs.ts';
import type { Partition } from '../../tables/partitions.ts';
import type { WrappingAlgorithm } from '../../tables/wrapping.ts';
import type { Audited } from '../result.ts';

/** One blob to be audited, as a line of a manifest names it. */
export interface AuditTask {
  readonly id: string;
  /** Path of the blob as it was written. */
  readonly blob: string;
  /** Path of the wrapping key; the private one where both are known. */
  readonly key: { readonly kind: 'private' | 'public'; readonly path: string };
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly keySpec: KeySpec;
  readonly partition: Partition;
  /** Path of the plaintext that should be inside, or of another blob of it. */
  readonly reference?: string;
  /** MAC that the HMAC key inside must give, in hex or base64, and the file with its message. */
  readonly mac?: { readonly value: string; readonly message: string };
}

/** What a batch keeps of a subject to compare it with later ones: keyed digests of 32 hex digits, no key material. */
export interface Marks {
  readonly blob?: string;
  readonly kek?: string;
  readonly material?: string;
  /** RSA modulus of the material in hex, for the search for shared primes. */
  readonly modulus?: string;
}

/** A subject with what is kept of it; its names are at hand where its result is still text. */
export interface Examined extends Audited {
  readonly id: string;
  readonly path: string;
  readonly marks: Marks;
}

/** Where the files of a batch may lie, and how marks are made. The same for all lines of a batch. */
export interface BatchContext {
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** Whether paths may lead out of the folder. */
  readonly allowOutside: boolean;
  /** The files that reports will replace: no file of the batch may be one of them. */
  readonly reports?: readonly FileIdentity[];
  /** Random; a mark means nothing outside of its batch. */
  readonly markKey: Uint8Array;
}
