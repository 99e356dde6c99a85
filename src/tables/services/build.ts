import type { CurveSpec } from '../curves.ts';
import type { HashName } from '../hashes.ts';
import { keySpecs, type KeySpecRow } from '../key-specs.ts';
import type { Source } from '../sources.ts';
import type { AlsoForm, Lengths, Material, ServiceCombination, Wrapping } from './types.ts';

const of = (name: string, row: KeySpecRow, source: Source, more: Partial<Material> = {}): Material => ({
  name,
  row,
  also: [],
  source,
  ...more,
});

/** Makers of materials that cite one source. */
export const materialsOf = (source: Source) => ({
  /** A symmetric key of one of these lengths in bytes. */
  symmetric: (name: string, lengths: Lengths, uploadAs?: string) =>
    of(name, keySpecs.SYMMETRIC_DEFAULT, source, {
      lengths,
      ...(uploadAs === undefined ? {} : { uploadAs }),
    }),
  hmac: (name: string, lengths: Lengths) => of(name, keySpecs.HMAC_256, source, { lengths }),
  rsa: (name: string, bits: 2048 | 3072 | 4096, also: readonly AlsoForm[] = []) =>
    of(name, keySpecs[`RSA_${bits}`], source, { also }),
  ec: (name: string, curve: CurveSpec) => of(name, keySpecs[curve], source),
  ed25519: (name: string, also: readonly AlsoForm[] = []) =>
    of(name, keySpecs.ECC_NIST_EDWARDS25519, source, { also }),
});

type Facts = Pick<Wrapping, 'under' | 'source'> & Partial<Wrapping>;

const defaults = { inner: 'none', join: 'one', use: 'import' } as const;

/** RSAES-OAEP of a fresh AES-256 key, followed by AES-KWP of the key material; MGF1 uses the same hash, the label is empty. */
export const hybrid = (name: string, hash: HashName, facts: Facts): Wrapping => ({
  ...defaults,
  name,
  scheme: { name, scheme: 'rsa-aes-key-wrap', hash, wrappingKey: 'rsa' },
  inner: 'kwp',
  ...facts,
});

/** RSAES-OAEP of the key material itself. */
export const direct = (name: string, hash: HashName, facts: Facts): Wrapping => ({
  ...defaults,
  name,
  scheme: { name, scheme: 'rsaes-oaep', hash, wrappingKey: 'rsa' },
  ...facts,
});

/** Whether the key material itself is encrypted under RSA. */
export const isDirect = ({ wrapping }: ServiceCombination): boolean =>
  wrapping.inner === 'none' && wrapping.scheme.wrappingKey === 'rsa';

/** Whether it is a private key, not random bytes. */
export const isPrivateKey = ({ row }: Material): boolean => row.kind !== 'symmetric' && row.kind !== 'hmac';
