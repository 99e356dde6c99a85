import type { RsaPublicKey, Sm2PublicKey } from '../../../crypto/wrapping-key.ts';
import type { Random } from '../../../crypto/wrap.ts';
import type { FindingId } from '../../../tables/findings/index.ts';
import type { KeySpecRow } from '../../../tables/key-specs.ts';
import type { WrappingAlgorithmRow } from '../../../tables/wrapping.ts';
import type { HashName } from '../../../tables/hashes.ts';

/** Sound key material and all that a fault needs to wrap it wrongly. Same random bytes, same blob. */
export interface FaultInput {
  readonly keySpec: KeySpecRow;
  readonly wrappingAlgorithm: WrappingAlgorithmRow;
  readonly material: Buffer;
  /** The wrapping key that the audit is told of. */
  readonly key: RsaPublicKey | Sm2PublicKey;
  /** Another wrapping key of the same kind and size. */
  readonly otherKey: RsaPublicKey | Sm2PublicKey;
  readonly random: Random;
}

/** What the RSA faults get: the same, with what the algorithm makes of it. */
export interface RsaFaultInput extends FaultInput {
  readonly key: RsaPublicKey;
  readonly otherKey: RsaPublicKey;
  readonly hash: HashName;
  readonly hybrid: boolean;
}

export interface Sm2FaultInput extends FaultInput {
  readonly key: Sm2PublicKey;
  readonly otherKey: Sm2PublicKey;
}

/** One way to spoil a blob: exactly one error finding, of this id. */
export interface Fault<Input extends FaultInput = FaultInput> {
  readonly id: FindingId;
  /** Unique among all faults; lower case, with hyphens. */
  readonly name: string;
  /** Whether it shows without the private key too. */
  readonly visible?: boolean;
  /** Whether it can be done to this input; always when left out. */
  readonly applies?: (input: Input) => boolean;
  readonly make: (input: Input) => Buffer;
}
