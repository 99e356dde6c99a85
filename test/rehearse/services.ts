import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { wrapMaterial } from '../../src/crypto/wrap.ts';
import { loadWrappingPublicKey } from '../../src/crypto/wrapping-key.ts';
import { judgeForService } from '../../src/rehearse/judge/service-judge.ts';
import { generateWrappingKey, type WrappingKeySource } from '../../src/rehearse/kms/wrapping-keys.ts';
import type { RequestLog } from '../../src/rehearse/server/log.ts';
import { protocols } from '../../src/rehearse/services/index.ts';
import { listenForService } from '../../src/rehearse/services/server.ts';
import type { HashName } from '../../src/tables/hashes.ts';
import { services } from '../../src/tables/services/index.ts';

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** One of each size for a test file: an RSA-4096 key takes a second. */
const made = new Map<string, ReturnType<WrappingKeySource>>();
const wrappingKeys: WrappingKeySource = (spec) => {
  const pair = made.get(spec) ?? generateWrappingKey(spec);
  made.set(spec, pair);
  return pair;
};

/** An endpoint of a service for the length of a test, and plain HTTP to it. */
export async function serviceRehearsal(service: 'gcp' | 'azure' | 'vault' | 'openbao') {
  const log: RequestLog[] = [];
  let offset = 0;
  const now = () => Date.now() + offset;
  const protocol = protocols[service]!({
    row: services[service],
    now,
    judge: async (submission) => judgeForService(submission),
    wrappingKeys,
  });
  const listening = await listenForService(protocol, {
    host: '127.0.0.1',
    port: 0,
    allowHosts: [],
    now,
    log: (entry) => log.push(entry),
  });
  onTestFinished(() => listening.close());
  const send = async (
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answered> => {
    const answer = await fetch(listening.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  return { url: listening.url, send, log, pass: (ms: number) => (offset += ms) };
}

/** A blob under a public key in PEM: OAEP of an AES key and AES-KWP, or OAEP alone. */
export function wrappedFor(
  pem: string,
  material: Buffer,
  hash: HashName = 'sha256',
  scheme: 'rsa-aes-key-wrap' | 'rsaes-oaep' = 'rsa-aes-key-wrap',
): Buffer {
  const publicKey = loadWrappingPublicKey(createPublicKey(pem).export({ type: 'spki', format: 'der' }));
  return wrapMaterial({
    material,
    publicKey,
    wrappingAlgorithm: { name: 'test', scheme, hash, wrappingKey: 'rsa' },
  });
}

/** A private key in PKCS#8 DER, its PEM, and its public half in PEM. */
export function ecKey(namedCurve: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  return {
    material: privateKey.export({ format: 'der', type: 'pkcs8' }),
    pem: Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    sec1: privateKey.export({ format: 'der', type: 'sec1' }),
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

export const symmetric = (bytes = 32) => randomBytes(bytes);
