import { ecPublicKeyInfo, rsaPublicKeyInfo } from '../../../formats/keys/public-key-info.ts';
import { sha256Hex } from '../../../crypto/hash.ts';
import type { MaterialFacts } from './facts.ts';

type Key = Pick<MaterialFacts, 'ec' | 'rsa'>;

/** Raw material longer than this, in bytes, is not a key of any sort. */
const longestRaw = 1024;

/**
 * SubjectPublicKeyInfo of an asymmetric key, its point uncompressed: what GetPublicKey returns once it is imported. undefined
 * where no key was found, or one with a public half that cannot be computed.
 */
export function publicKeyInfo({ ec, rsa }: Key): Buffer | undefined {
  if (ec?.spec && ec.point) return ecPublicKeyInfo(ec.spec, ec.point);
  const { n, e } = rsa?.key ?? {};
  return rsa?.modulus !== undefined && n && e ? rsaPublicKeyInfo(n, e) : undefined;
}

/** Identity of a key, whatever its encoding: SHA-256, in hex, of its SubjectPublicKeyInfo or of its raw bytes. */
export function fingerprintOf(facts: Key & Pick<MaterialFacts, 'raw'>): string | undefined {
  const { raw } = facts;
  if (raw) return raw.length <= longestRaw ? sha256Hex(raw) : undefined;
  const info = publicKeyInfo(facts);
  return info && sha256Hex(info);
}
