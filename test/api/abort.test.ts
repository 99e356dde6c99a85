import { describe, expect, it } from 'vitest';
import { generate, unwrap, wrap } from '../../src/index.ts';

const aborted = AbortSignal.abort();
const nothing = Buffer.alloc(0);
const wrappingAlgorithm = 'RSAES_OAEP_SHA_256';

describe.for(['openssl', 'node'] as const)('a signal that has fired, engine %s', (engine) => {
  const options = { engine, signal: aborted };

  it.for([
    ['generate', () => generate({ keySpec: 'RSA_4096', ...options })],
    ['wrap', () => wrap({ keyMaterial: nothing, publicKey: nothing, wrappingAlgorithm, ...options })],
    [
      'unwrap',
      () => unwrap({ encryptedKeyMaterial: nothing, privateKey: nothing, wrappingAlgorithm, ...options }),
    ],
  ] as const)('keeps %s from beginning', async ([, work]) => {
    await expect(work()).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });
});

it('a signal that fires while a key is made in process throws the key away', async () => {
  const stop = new AbortController();
  const made = generate({ keySpec: 'HMAC_256', engine: 'node', signal: stop.signal });
  stop.abort();
  await expect(made).rejects.toMatchObject({ code: 'ERR_ABORTED' });
});
