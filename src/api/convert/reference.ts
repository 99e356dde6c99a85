import { createPublicKey } from 'node:crypto';
import { materialFacts } from '../../audit/material/facts/facts.ts';
import { keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import { impliedPartition } from '../../tables/support.ts';
import { curves, isCurveSpec } from '../../tables/curves.ts';
import { isFormOf } from '../../crypto/ec-public-key.ts';
import { readingsOf } from '../../formats/readings.ts';
import { publicKeyInfoOf } from './public-key.ts';

/** Whether key material is the reference: the same plaintext in any encoding, or its public key as PEM, DER, certificate, JWK or point. */
export function matchesReference(material: Buffer, reference: Buffer, keySpec: KeySpec): boolean {
  if (material.equals(reference)) return true;
  const context = {
    keySpec,
    partition: impliedPartition({ keySpec: keySpecRow(keySpec) }),
    primalityRounds: 0,
  } as const;
  const own = materialFacts(material, context).fingerprint;
  const theirs = materialFacts(reference, context).fingerprint;
  if (own !== undefined && own === theirs) return true;
  const info = publicKeyInfoOf(material, keySpec);
  return info !== undefined && isPublicKeyOf(reference, info, keySpec);
}

function isPublicKeyOf(reference: Buffer, info: Buffer, keySpec: KeySpec): boolean {
  const point = isCurveSpec(keySpec) ? info.subarray(-(2 * curves[keySpec].fieldBytes + 1)) : undefined;
  for (const { content, structure } of readingsOf(reference)) {
    if (point && isFormOf(content, point)) return true;
    if (structure?.form === 'public' && exported(content, structure.format)?.equals(info)) return true;
  }
  return false;
}

/** SubjectPublicKeyInfo of what node reads as a public key. */
function exported(content: Buffer, format: string): Buffer | undefined {
  try {
    const key =
      format === 'jwk-public'
        ? createPublicKey({ key: JSON.parse(content.toString('utf8')), format: 'jwk' })
        : format === 'pkcs1-public' || format.startsWith('spki')
          ? createPublicKey({
              key: content,
              format: 'der',
              type: format === 'pkcs1-public' ? 'pkcs1' : 'spki',
            })
          : createPublicKey({
              key: `-----BEGIN CERTIFICATE-----\n${content.toString('base64')}\n-----END CERTIFICATE-----\n`,
            });
    return key.export({ type: 'spki', format: 'der' });
  } catch {
    return undefined;
  }
}
