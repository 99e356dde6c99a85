import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { wrappingKeySpecRow, type WrappingKeySpec } from '../../tables/wrapping.ts';

/** A wrapping key of the endpoint's own, DER on both sides. */
export interface WrappingKeyPair {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  /** PKCS#8. */
  readonly privateKey: Buffer;
}

/** Makes a fresh wrapping key: each GetParametersForImport gets one of its own. */
export type WrappingKeySource = (spec: WrappingKeySpec) => Promise<WrappingKeyPair>;

const generate = promisify(generateKeyPair);

/** Runs in node's thread pool; RSA_4096 takes about a second. */
export async function generateWrappingKey(spec: WrappingKeySpec): Promise<WrappingKeyPair> {
  const row = wrappingKeySpecRow(spec);
  const { publicKey, privateKey } =
    row.kind === 'sm2'
      ? await generate('ec', { namedCurve: 'SM2' })
      : await generate('rsa', { modulusLength: row.bits });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }),
  };
}

/**
 * Keeps one key of every spec that was asked for before in stock, so that a client seldom waits for a generation.
 * At most `parallel` generations run at once: the rest of the thread pool stays free.
 */
export function stockedWrappingKeys(
  make: WrappingKeySource = generateWrappingKey,
  parallel = 2,
): WrappingKeySource {
  const stock = new Map<WrappingKeySpec, Promise<WrappingKeyPair>>();
  const waiting: (() => void)[] = [];
  let running = 0;
  const throttled: WrappingKeySource = async (spec) => {
    if (running >= parallel) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await make(spec);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
  return async (spec) => {
    const pair = stock.get(spec) ?? throttled(spec);
    stock.delete(spec);
    const taken = await pair;
    if (!stock.has(spec)) {
      const ahead = throttled(spec);
      // A failed generation shows when it is taken, not before.
      ahead.catch(() => undefined);
      stock.set(spec, ahead);
    }
    return taken;
  };
}
