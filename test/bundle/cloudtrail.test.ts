import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importEvents } from '../../src/bundle/cloudtrail.ts';
import { parseKeyName } from '../../src/bundle/key-name.ts';
import { pickEvent } from '../../src/bundle/pick-event.ts';
import { answer, arn, json, keyId, orRefusal, otherId, refusal, trailEvent } from './samples.ts';

const at = (eventTime: string, changes = {}) => trailEvent({ eventTime, ...changes });
const request = (wrappingAlgorithm: string, wrappingKeySpec = 'RSA_4096') => ({
  requestParameters: { keyId, wrappingAlgorithm, wrappingKeySpec },
});

describe('CloudTrail files', () => {
  it.each([
    ['one event', trailEvent()],
    ['an array', [trailEvent()]],
    ['a log file', { Records: [trailEvent({ eventName: 'Decrypt' }), trailEvent()] }],
    ['the events of an answer alone, as --query leaves them', [JSON.stringify(trailEvent())]],
    ['an event without an error', [trailEvent({ errorCode: null })]],
    ['a lookup-events answer', { Events: [{ EventId: 'x', CloudTrailEvent: JSON.stringify(trailEvent()) }] }],
  ])('%s is read', (_name, document) => {
    for (const bytes of [json(document), gzipSync(json(document))])
      expect(importEvents(bytes)).toEqual([
        {
          key: parseKeyName(arn()),
          wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
          wrappingKeySpec: 'RSA_3072',
          time: new Date('2026-06-17T11:30:00Z'),
          eventId: '4023e622-0c3e-4324-bdef-7f58193bba87',
        },
      ]);
  });

  it('a call that KMS denied is not a download', () => {
    expect(importEvents(json([trailEvent({ errorCode: 'AccessDenied', requestParameters: null })]))).toEqual(
      [],
    );
  });

  it('of several downloads of a key, the one that fits the parameters’ expiry is taken', () => {
    const events = importEvents(
      json([
        at('2026-06-17T11:30:00Z', request('RSAES_OAEP_SHA_1')),
        at('2026-06-17T11:50:00Z', request('RSA_AES_KEY_WRAP_SHA_256')),
        trailEvent({}, otherId),
      ]),
    );
    const key = parseKeyName(keyId);
    const early = pickEvent(events, { key, validTo: new Date('2026-06-18T11:30:01Z') });
    expect(early).toMatchObject({ event: { wrappingAlgorithm: 'RSAES_OAEP_SHA_1' }, warnings: [] });
    const unknown = pickEvent(events, { key });
    expect(unknown.event.wrappingAlgorithm).toBe('RSA_AES_KEY_WRAP_SHA_256');
    expect(unknown.warnings.join()).toContain('2 GetParametersForImport events of different kinds');
    const none = pickEvent(events, { key, validTo: new Date('2026-06-20T00:00:00Z') });
    expect(none.warnings.join()).toContain('no CloudTrail event of this key is of the time');
  });

  it('of several downloads close together, the nearest is taken, whatever came later', () => {
    const events = importEvents(
      json([
        at('2026-06-17T11:32:00Z', request('RSAES_OAEP_SHA_1')),
        at('2026-06-17T11:30:00Z', request('RSAES_OAEP_SHA_256')),
        at('2026-06-17T11:29:00Z', request('RSA_AES_KEY_WRAP_SHA_1')),
      ]),
    );
    const { event, warnings } = pickEvent(events, { validTo: new Date('2026-06-18T11:30:00Z') });
    expect([event.wrappingAlgorithm, warnings]).toEqual(['RSAES_OAEP_SHA_256', []]);
  });

  it('downloads of one second that asked for different things are refused, unless the public key tells them apart', async () => {
    const events = importEvents(
      json([trailEvent(request('RSAES_OAEP_SHA_1', 'RSA_2048')), trailEvent(request('RSAES_OAEP_SHA_256'))]),
    );
    const validTo = new Date('2026-06-18T11:30:00Z');
    expect((await refusal(() => pickEvent(events, { validTo }))).message).toContain(
      'RSAES_OAEP_SHA_1 RSA_2048 and RSAES_OAEP_SHA_256 RSA_4096',
    );
    for (const known of [{ validTo }, {}])
      expect(pickEvent(events, { ...known, wrappingKeySpec: 'RSA_4096' })).toMatchObject({
        event: { wrappingAlgorithm: 'RSAES_OAEP_SHA_256' },
        warnings: [],
      });
  });

  it('an event of another key need not be understood', () => {
    const odd = trailEvent({ requestParameters: { keyId: otherId, wrappingAlgorithm: 'ROT13' } }, otherId);
    expect(importEvents(json([odd, trailEvent()]), { key: parseKeyName(arn()) })).toHaveLength(1);
  });

  it('the answer of get-parameters-for-import is told apart from an event', async () => {
    expect(await refusal(() => importEvents(json(answer())))).toMatchObject({
      message: expect.stringContaining('is an answer of get-parameters-for-import'),
      hint: 'give it with --parameters',
    });
  });

  it('events of two keys are ambiguous without the key, and another key’s is not taken', async () => {
    const events = importEvents(json([trailEvent(), trailEvent({}, otherId)]));
    expect(await refusal(() => pickEvent(events, {}))).toMatchObject({
      code: 'ERR_PARAMETERS',
      message: expect.stringContaining('events of 2 keys'),
    });
    const mine = importEvents(json([trailEvent()]));
    expect((await refusal(() => pickEvent(mine, { key: parseKeyName(arn(otherId)) }))).message).toContain(
      `no successful GetParametersForImport event of key ${arn(otherId)}; it has some of ${keyId}`,
    );
  });

  it.each([
    ['an unknown algorithm', trailEvent(request('ROT13')), 'can be understood'],
    ['no request parameters', trailEvent({ requestParameters: null }), 'can be understood'],
    ['no time', trailEvent({ eventTime: 'yesterday' }), 'can be understood'],
    ['an event that is not JSON', { Events: [{ CloudTrailEvent: '{' }] }, 'is not JSON'],
  ])('%s is refused', async (_name, document, message) => {
    expect(await refusal(() => importEvents(json(document)))).toMatchObject({
      code: 'ERR_PARAMETERS',
      message: expect.stringContaining(message),
    });
  });

  it('gzip that unpacks to more than 64 MiB, or is damaged, is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024, 0x20));
    for (const bytes of [bomb, gzipSync(json(trailEvent())).subarray(0, 100)])
      expect((await refusal(() => importEvents(bytes))).message).toContain('gzip');
  });

  it('any JSON is read or refused, never a crash', async () => {
    const asserted = fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json({ maxDepth: 5 }),
          fc
            .jsonValue({ maxDepth: 3 })
            .map((value) => JSON.stringify({ Records: [{ ...trailEvent(), requestParameters: value }] })),
          fc
            .jsonValue({ maxDepth: 3 })
            .map((value) => JSON.stringify({ Events: [{ CloudTrailEvent: value }], resources: value })),
        ),
        async (text) => {
          const outcome = await orRefusal(() => importEvents(Buffer.from(text)));
          return Array.isArray(outcome) || outcome === 'ERR_PARAMETERS';
        },
      ),
      { numRuns: 2000 },
    );
    await expect(asserted).resolves.toBeUndefined();
  });
});
