import { randomUUID } from 'node:crypto';
import { seal, unseal } from '../state/sealed.ts';

const purpose = 'kms-keywrap rehearsal import token, no secret of AWS';

export interface TokenClaims {
  readonly id: string;
  /** The KMS key and Region that it was handed out for. */
  readonly keyId: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly validTo: number;
}

/** A token for one key in one Region, under the endpoint's secret. */
export function issueToken(secret: Buffer, claims: Omit<TokenClaims, 'id'>): { token: Buffer; id: string } {
  const id = randomUUID();
  return { token: seal(secret, purpose, { id, ...claims }), id };
}

/** What a token says, or undefined when this endpoint did not issue it or a byte was changed. */
export function readToken(secret: Buffer, token: Buffer): TokenClaims | undefined {
  return unseal(secret, purpose, token) as TokenClaims | undefined;
}
