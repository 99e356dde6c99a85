import { createHmac, timingSafeEqual } from 'node:crypto';

/*
 * Import tokens and grant tokens are opaque to their holders. Those of this endpoint carry what they stand for, so that an
 * expired or foreign one can be distinguished from a damaged one after its record is gone.
 */
const macBytes = 32;

const mac = (secret: Buffer, body: Buffer) => createHmac('sha256', secret).update(body).digest();

/**
 * Claims under the endpoint's secret.
 * @param purpose stands at the front, to be read by people, and tells one kind of token from another
 */
export function seal(secret: Buffer, purpose: string, claims: unknown): Buffer {
  const body = Buffer.from(`${purpose}\n${JSON.stringify(claims)}`);
  return Buffer.concat([body, mac(secret, body)]);
}

/** The claims, or undefined when this endpoint did not seal them for this purpose or a byte was changed. */
export function unseal(secret: Buffer, purpose: string, token: Buffer): unknown {
  const head = Buffer.from(`${purpose}\n`);
  if (token.length < head.length + macBytes || !token.subarray(0, head.length).equals(head)) return undefined;
  const body = token.subarray(0, -macBytes);
  if (!timingSafeEqual(mac(secret, body), token.subarray(-macBytes))) return undefined;
  return JSON.parse(body.subarray(head.length).toString());
}
