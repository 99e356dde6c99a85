import { publicEncrypt, constants, createPublicKey, randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import {
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { expect, it, onTestFinished } from 'vitest';
import { createLane } from '../../src/rehearse/judge/lane.ts';
import { judgeInThreads } from '../../src/rehearse/judge/lanes.ts';
import { built } from '../built.ts';
import { externalKey, imported, p256, refused, rehearsal, symmetric } from './harness.ts';

const script = pathToFileURL(built('cli/judge/thread.js'));

it(
  'ten blobs that do not open hold up neither other requests nor sound imports',
  { timeout: 180_000 },
  async () => {
    const threads = judgeInThreads(script);
    onTestFinished(threads.close);
    const { client: kms } = await rehearsal({ judge: threads.judge });
    const KeyId = await externalKey(kms, { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
    const handed = await kms.send(
      new GetParametersForImportCommand({
        KeyId,
        WrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
        WrappingKeySpec: 'RSA_2048',
      }),
    );
    const key = createPublicKey({ key: Buffer.from(handed.PublicKey!), format: 'der', type: 'spki' });
    const wrappedKey = publicEncrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
      randomBytes(32),
    );
    let refusals = 0;
    const slow = Array.from({ length: 10 }, async () => {
      const EncryptedKeyMaterial = Buffer.concat([wrappedKey, randomBytes(6144 - wrappedKey.length)]);
      const { name } = await refused(
        kms.send(
          new ImportKeyMaterialCommand({
            KeyId,
            ImportToken: handed.ImportToken,
            EncryptedKeyMaterial,
            ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
          }),
        ),
      );
      refusals += 1;
      return name;
    });
    await kms.send(new ListKeysCommand({}));
    await imported(kms, await externalKey(kms), symmetric());
    const signer = await externalKey(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    await imported(kms, signer, p256().material);
    // Counted, not timed: with one queue for all, these imports would come last.
    expect(refusals).toBeLessThan(10);
    expect(new Set(await Promise.all(slow))).toEqual(new Set(['InvalidCiphertextException']));
  },
);

it('one thread answers many questions', async () => {
  const echo = new URL(
    'data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.on("message", () => parentPort.postMessage("unopened"));',
  );
  const lane = createLane(echo, 60_000);
  onTestFinished(lane.close);
  for (let i = 0; i < 20; i += 1)
    expect(await lane.ask({ submission: {} as never, diagnose: false })).toBe('unopened');
});

it('a thread that takes longer than its budget is ended, and the next question gets a new one', async () => {
  const hang = new URL(
    'data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.on("message", (m) => { if (m.diagnose) for (;;); parentPort.postMessage("unopened"); });',
  );
  const lane = createLane(hang, 5000);
  onTestFinished(lane.close);
  const ask = (diagnose: boolean) => lane.ask({ submission: {} as never, diagnose });
  expect(await Promise.all([ask(true), ask(false)])).toEqual([undefined, 'unopened']);
});

it('a thread that fails is an error of its question alone', async () => {
  const fails = new URL(
    'data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.on("message", (m) => { if (m.diagnose) throw new Error("odd"); parentPort.postMessage("unopened"); });',
  );
  const lane = createLane(fails, 20_000);
  onTestFinished(lane.close);
  const ask = (diagnose: boolean) => lane.ask({ submission: {} as never, diagnose });
  const [failed, sound] = await Promise.allSettled([ask(true), ask(false)]);
  expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'odd' } });
  expect(sound).toMatchObject({ value: 'unopened' });
});
