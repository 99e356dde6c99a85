import { sha256Hex } from '../../crypto/hash.ts';
import { publicKeyInfo } from '../../audit/material/facts/fingerprint.ts';
import { materialFacts } from '../../audit/material/facts/facts.ts';
import { keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import { impliedPartition } from '../../tables/support.ts';

/** SubjectPublicKeyInfo of sound key material; undefined of raw material. */
export const publicKeyInfoOf = (material: Buffer, keySpec: KeySpec): Buffer | undefined =>
  publicKeyInfo(
    materialFacts(material, {
      keySpec,
      partition: impliedPartition({ keySpec: keySpecRow(keySpec) }),
      primalityRounds: 0,
    }),
  );

/** What people know a key by without its private half. */
export function publicKeyOfMaterial(material: Buffer, keySpec: KeySpec) {
  const info = publicKeyInfoOf(material, keySpec);
  if (info === undefined) return undefined;
  const point = info.subarray(-65);
  return {
    sha256: sha256Hex(info),
    ...(keySpec === 'ECC_SECG_P256K1' ? { compressedPoint: compressed(point).toString('hex') } : {}),
  };
}

/** SEC1, 2.3.3. */
const compressed = (point: Buffer) =>
  Buffer.concat([Buffer.of(2 + (point.at(-1)! & 1)), point.subarray(1, 33)]);
