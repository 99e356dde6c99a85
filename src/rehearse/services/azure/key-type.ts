import { createPrivateKey } from 'node:crypto';
import { unwrapBlob } from '../../../crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../../../crypto/wrapping-key.ts';
import { openEnvelope } from '../../../formats/envelopes/index.ts';
import type { Wrapping } from '../../../tables/services/types.ts';
import { ServiceRefusal, text } from '../protocol.ts';

/** Bits of the key inside: an RSA key and a symmetric one tell them themselves. Undefined where the blob does not open. */
function bitsInside(
  file: Buffer,
  privateKey: Buffer,
  { scheme }: Wrapping,
  type: string,
): number | undefined {
  const { blob } = openEnvelope('byok', file);
  if (blob === undefined) return undefined;
  try {
    const { material } = unwrapBlob({
      blob,
      privateKey: loadWrappingPrivateKey(privateKey),
      wrappingAlgorithm: scheme,
    });
    try {
      if (type === 'oct-HSM') return material.length * 8;
      return createPrivateKey({ key: material, format: 'der', type: 'pkcs8' }).asymmetricKeyDetails
        ?.modulusLength;
    } finally {
      material.fill(0);
    }
  } catch {
    // What is wrong with it the auditor says.
    return undefined;
  }
}

/** Sizes that are expected where the key does not tell its own. */
const usual = { 'RSA': 2048, 'RSA-HSM': 2048, 'oct-HSM': 256 } as const;

/** The row of the service that a request is for. @throws ServiceRefusal */
export function materialNameOf(
  key: Readonly<Record<string, unknown>>,
  known: readonly string[],
  inside: { readonly file: Buffer; readonly privateKey: Buffer; readonly wrapping: Wrapping },
): string {
  const type = text(key, 'kty');
  if (type === 'RSA' || type === 'RSA-HSM' || type === 'oct-HSM') {
    const bits = bitsInside(inside.file, inside.privateKey, inside.wrapping, type);
    return known.find((name) => name === `${type}-${bits}`) ?? `${type}-${usual[type]}`;
  }
  const named = `${type}-${text(key, 'crv', '')}`;
  const found = known.find((name) => name === named);
  if (found === undefined)
    throw new ServiceRefusal('invalid', `kty and crv have to be one of ${known.join(', ')}`);
  return found;
}
