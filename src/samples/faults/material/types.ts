import type { FindingId } from '../../../tables/findings/index.ts';
import type { ImportableRow, KeySpec, KeySpecRow } from '../../../tables/key-specs.ts';
import { namesOf } from '../../../tables/named.ts';
import type { RandomBytes } from '../../keys/seeded.ts';

/** What a fault is made from. */
export interface FaultInput {
  /** Sound key material of the key spec, as the documented commands make it. */
  readonly sound: Buffer;
  readonly keySpec: KeySpecRow;
  /** The only source of chance: the same stream gives the same fault. */
  readonly random: RandomBytes;
}

/** One way to spoil key material. */
export interface MaterialFault {
  readonly id: FindingId;
  /** What an auditor has to say of the result: every error, and every warning. */
  readonly expect: readonly FindingId[];
  /** Kinds of key spec that it can be made for; `only` narrows them to some key specs. */
  readonly kinds: readonly KeySpecRow['kind'][];
  readonly only?: readonly KeySpec[];
  /** The finding shows only beside the sound material as reference. */
  readonly withReference?: true;
  /** Pure. The result is new; `sound` is left as it is. */
  readonly make: (input: FaultInput) => Buffer;
}

/** Every kind of importable key material: bytes without a structure, or a private key. */
const forms = {
  symmetric: 'bytes',
  hmac: 'bytes',
  rsa: 'private key',
  ec: 'private key',
} as const satisfies Record<ImportableRow['kind'], string>;

export const every = namesOf(forms);
export const raw = every.filter((kind) => forms[kind] === 'bytes');
export const asymmetric = every.filter((kind) => forms[kind] === 'private key');
