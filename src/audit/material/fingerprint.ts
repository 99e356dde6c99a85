import { createHash } from 'node:crypto';
import { ecPublicKeyInfo, rsaPublicKeyInfo } from '../../asn1/public-key-info.ts';
import type { MaterialFacts } from './facts.ts';

/** Raw material longer than this, in bytes, is no key of any sort. */
const longestRaw = 1024;

/**
 * Identity of a key, whatever its encoding: SHA-256, in hex, of its SubjectPublicKeyInfo or of its raw bytes. undefined where no
 * key was found, or one with a public half that cannot be computed.
 */
export function fingerprintOf({
  raw,
  ec,
  rsa,
}: Pick<MaterialFacts, 'raw' | 'ec' | 'rsa'>): string | undefined {
  if (raw) return raw.length <= longestRaw ? sha256(raw) : undefined;
  if (ec?.spec && ec.point) return sha256(ecPublicKeyInfo(ec.spec, ec.point));
  const { n, e } = rsa?.key ?? {};
  return rsa?.modulus !== undefined && n && e ? sha256(rsaPublicKeyInfo(n, e)) : undefined;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
