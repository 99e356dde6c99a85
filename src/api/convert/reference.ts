import { materialFacts } from '../../audit/material/facts/facts.ts';
import { isPublicHalf, publicReference } from '../../audit/public-reference.ts';
import { keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import { impliedPartition } from '../../tables/support.ts';

/** Whether key material is the reference: the same plaintext in any encoding, or its public key in any form. */
export function matchesReference(material: Buffer, reference: Buffer, keySpec: KeySpec): boolean {
  if (material.equals(reference)) return true;
  const context = {
    keySpec,
    partition: impliedPartition({ keySpec: keySpecRow(keySpec) }),
    primalityRounds: 0,
  } as const;
  const own = materialFacts(material, context);
  const publicKey = publicReference(reference, keySpec);
  if (publicKey) return isPublicHalf(publicKey, own);
  return own.fingerprint !== undefined && own.fingerprint === materialFacts(reference, context).fingerprint;
}
