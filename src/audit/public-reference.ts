import { isFormOf } from '../crypto/ec-public-key.ts';
import { ethereumAddress } from '../crypto/keccak.ts';
import { publicKeyNumbers, type PublicKeyNumbers } from '../formats/containers/public-key.ts';
import { readingsOf, type Reading } from '../formats/readings.ts';
import { isCurveSpec, type CurveSpec } from '../tables/curves.ts';
import type { PublicFormat } from '../tables/formats.ts';
import { isRaw, keySpecRow, type KeySpec } from '../tables/key-specs.ts';
import { findScalar } from './raw-scalar.ts';

/** What a key may be known by without its private half. */
export type PublicReference =
  | PublicKeyNumbers
  | { readonly type: 'ethereum-address'; readonly address: Buffer }
  /** A public key whose numbers are not read: of another type, or in a format that does not give them. */
  | { readonly type: 'unread'; readonly format: PublicFormat };

/**
 * The public key that a reference is; undefined where it is something else: a private key, raw bytes, a blob.
 * @param keySpec of the key material that it is compared with: bytes that are a point on no other curve are believed for its curve
 */
export function publicReference(bytes: Buffer, keySpec: KeySpec): PublicReference | undefined {
  const curve = isCurveSpec(keySpec) ? keySpec : undefined;
  for (const reading of readingsOf(bytes)) {
    if (reading.lost) continue;
    const { structure, content } = reading;
    if (structure?.form === 'public')
      return publicKeyNumbers(content, structure) ?? { type: 'unread', format: structure.format };
    if (structure) return undefined;
    if (!isRaw(keySpecRow(keySpec))) {
      if (isAddress(reading, keySpec)) return { type: 'ethereum-address', address: content };
      const scalar = findScalar(content, curve);
      if (scalar?.form === 'public') return publicKeyNumbers(content, scalar);
      if (scalar) return undefined;
    }
  }
  return undefined;
}

/** 20 bytes in hex, for a key on secp256k1. */
const isAddress = ({ content, layers }: Reading, keySpec: KeySpec) =>
  keySpec === 'ECC_SECG_P256K1' && content.length === 20 && layers.at(-1)?.kind === 'hex';

/** What is known of the public half of a key that was examined. */
interface Examined {
  readonly ec?: { readonly spec?: CurveSpec | undefined; readonly point?: Buffer | undefined } | undefined;
  readonly rsa?:
    { readonly key: { readonly n?: Buffer | undefined; readonly e?: Buffer | undefined } } | undefined;
}

/** Whether the reference is the public half of a key that was examined. */
export function isPublicHalf(reference: PublicReference, { ec, rsa }: Examined): boolean {
  switch (reference.type) {
    case 'ec': {
      const { spec, point } = reference;
      return ec?.point !== undefined && (spec ?? ec.spec) === ec.spec && isFormOf(point, ec.point);
    }
    case 'rsa':
      return rsa?.key.n?.equals(reference.n) === true && rsa.key.e?.equals(reference.e) === true;
    case 'ethereum-address':
      return (
        ec?.spec === 'ECC_SECG_P256K1' &&
        ec.point !== undefined &&
        ethereumAddress(ec.point).equals(reference.address)
      );
    case 'unread':
      return false;
  }
}
