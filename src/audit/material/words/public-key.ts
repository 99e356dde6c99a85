import { ethereumAddress } from '../../../crypto/keccak.ts';
import { sha256Hex } from '../../../crypto/hash.ts';
import { rsaPublicKeyInfo } from '../../../formats/keys/public-key-info.ts';
import { formatRow } from '../../../tables/formats.ts';
import type { MaterialFacts } from '../facts/facts.ts';
import type { PublicReference } from '../../public-reference.ts';

/** SEC1, 2.3.3. */
const compressed = (point: Buffer) =>
  point[0] === 2 || point[0] === 3
    ? point
    : Buffer.concat([Buffer.of(2 + (point.at(-1)! & 1)), point.subarray(1, 1 + (point.length - 1) / 2)]);

const pointText = (point: Buffer) =>
  `the public key with compressed point ${compressed(point).toString('hex')}`;
const rsaText = (n: Buffer, e: Buffer) => `the public key with SHA-256 ${sha256Hex(rsaPublicKeyInfo(n, e))}`;
const addressText = (address: Buffer) => `the Ethereum address 0x${address.toString('hex')}`;

/** The public key that a reference stands for. */
export function describeReference(reference: PublicReference): string {
  switch (reference.type) {
    case 'ec':
      return pointText(reference.point);
    case 'rsa':
      return rsaText(reference.n, reference.e);
    case 'ethereum-address':
      return addressText(reference.address);
    case 'unread':
      return formatRow(reference.format).name;
  }
}

/** The public key of examined key material, in the form of the reference where it has one. */
export function describePublicHalf({ ec, rsa }: MaterialFacts, { type }: PublicReference): string {
  if (ec?.point)
    return type === 'ethereum-address' && ec.spec === 'ECC_SECG_P256K1'
      ? addressText(ethereumAddress(ec.point))
      : pointText(ec.point);
  const { n, e } = rsa?.key ?? {};
  return n && e ? rsaText(n, e) : 'key material without a public key';
}
