import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/*
 * An import token is opaque to its holder. This one carries its own identifier, key and expiry, so that an
 * expired or foreign token is told from a damaged one after its record is gone.
 */
const magic = 'kms-keywrap rehearsal import token, no secret of AWS\n';
const macBytes = 32;

export interface TokenClaims {
  readonly id: string;
  /** The KMS key that it was handed out for. */
  readonly keyId: string;
  /** Milliseconds since 1970. */
  readonly validTo: number;
}

const mac = (secret: Buffer, body: Buffer) => createHmac('sha256', secret).update(body).digest();

/** A token for one key, under the endpoint's secret. */
export function issueToken(secret: Buffer, claims: Omit<TokenClaims, 'id'>): { token: Buffer; id: string } {
  const id = randomUUID();
  const body = Buffer.from(`${magic}${JSON.stringify([id, claims.keyId, claims.validTo])}`);
  return { token: Buffer.concat([body, mac(secret, body)]), id };
}

/** What a token says, or undefined when this endpoint did not issue it or a byte was changed. */
export function readToken(secret: Buffer, token: Buffer): TokenClaims | undefined {
  if (token.length <= magic.length + macBytes) return undefined;
  const body = token.subarray(0, -macBytes);
  if (!timingSafeEqual(mac(secret, body), token.subarray(-macBytes))) return undefined;
  const [id, keyId, validTo] = JSON.parse(body.subarray(magic.length).toString()) as [string, string, number];
  return { id, keyId, validTo };
}
