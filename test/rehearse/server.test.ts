import { once } from 'node:events';
import { connect } from 'node:net';
import { DescribeKeyCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { limits } from '../../src/rehearse/server/connections.ts';
import { isLoopback } from '../../src/rehearse/server/access.ts';
import { generateWrappingKey } from '../../src/rehearse/kms/wrapping-keys.ts';
import { client, externalKey, imported, p256, rehearsal, symmetric } from './harness.ts';

const headers = { 'X-Amz-Target': 'TrentService.ListKeys', 'Content-Type': 'application/x-amz-json-1.1' };
const send = (url: string, body: string | Buffer, more: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: body as string, headers: { ...headers, ...more } });

/** Writes raw bytes and gives what comes back until the connection ends. */
async function raw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

describe('the endpoint as a server', () => {
  it('malformed requests get an answer in the protocol’s form', async () => {
    const { url } = await rehearsal();
    const cases: [Promise<Response>, number, string][] = [
      [send(url, '{'), 400, 'SerializationException'],
      [send(url, '[]'), 400, 'SerializationException'],
      [send(url, 'null'), 400, 'SerializationException'],
      [send(url, Buffer.from([0x22, 0xff, 0x22])), 400, 'SerializationException'],
      [send(url, '{"Limit":"ten"}'), 400, 'SerializationException'],
      [send(url, '{"Limit":0}'), 400, 'ValidationException'],
      [send(url, '{}', { 'X-Amz-Target': 'TrentService.Encapsulate' }), 404, 'UnknownOperationException'],
      [send(url, '{}', { 'X-Amz-Target': 'TrentService.Encrypt' }), 400, 'ValidationException'],
      [send(url, '{}', { 'X-Amz-Target': 'TrentService.__proto__' }), 404, 'UnknownOperationException'],
      [send(url, '{}', { 'X-Amz-Target': 'toString' }), 404, 'UnknownOperationException'],
      [send(url, '{}', { 'Content-Type': 'application/json' }), 404, 'UnknownOperationException'],
      [send(`${url}/keys`, '{}'), 404, 'UnknownOperationException'],
      [fetch(url), 404, 'UnknownOperationException'],
      [
        send(url, '{"KeyId":17}', { 'X-Amz-Target': 'TrentService.DescribeKey' }),
        400,
        'SerializationException',
      ],
      [send(url, '{}', { 'X-Amz-Target': 'TrentService.DescribeKey' }), 400, 'ValidationException'],
      [
        send(url, '{"KeyId":"a","ImportToken":"%%","EncryptedKeyMaterial":"AA=="}', {
          'X-Amz-Target': 'TrentService.ImportKeyMaterial',
        }),
        400,
        'SerializationException',
      ],
    ];
    for (const [pending, status, type] of cases) {
      const response = await pending;
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
      expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
      expect(await response.json()).toMatchObject({ __type: type });
    }
    const listed = await send(url, '{"__proto__":{"Limit":0},"constructor":1}');
    expect(await listed.json()).toEqual({ Keys: [], Truncated: false });
  });

  const named = (host: string, more = '') =>
    `POST / HTTP/1.1\r\nHost: ${host}\r\nX-Amz-Target: TrentService.ListKeys\r\nContent-Type: application/x-amz-json-1.1\r\n${more}Content-Length: 2\r\nConnection: close\r\n\r\n{}`;

  it.each([
    ['attacker.example', false],
    ['attacker.example:80', false],
    ['127.0.0.1.attacker.example', false],
    ['localhost.attacker.example', false],
    ['attacker.example#127.0.0.1', false],
    ['user@127.0.0.1', false],
    ['10.0.0.1', false],
    ['0.0.0.0', false],
    ['[::2]', false],
    ['', false],
    ['127.0.0.1', true],
    ['127.1.2.3:8181', true],
    ['localhost:8181', true],
    ['LOCALHOST', true],
    ['[::1]:8181', true],
    ['kms.internal', false],
  ])('Host %j is answered: %j (DNS rebinding)', async (host, answered) => {
    const { url, log } = await rehearsal();
    const answer = await raw(url, named(host));
    expect(answer).toMatch(answered ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 400 /);
    expect(answer.includes('AccessDeniedException')).toBe(!answered);
    expect(log.at(-1)?.status).toBe(answered ? 200 : 400);
  });

  it('--allow-host takes further names, whatever their port and case, and none beside them', async () => {
    const { url } = await rehearsal({ allowHosts: ['kms.internal', '[fd00::1]'] });
    for (const host of ['kms.internal', 'KMS.internal:443', '[fd00::1]:8181', 'localhost'])
      expect(await raw(url, named(host))).toMatch(/^HTTP\/1\.1 200 /);
    for (const host of ['kms.internal.example', 'xkms.internal', '[fd00::2]'])
      expect(await raw(url, named(host))).toMatch(/AccessDeniedException/);
  });

  it('a web page in the browser of the operator is refused by its Origin', async () => {
    const { url } = await rehearsal({ allowHosts: ['kms.internal'] });
    for (const origin of [
      'http://attacker.example',
      'http://localhost:3000',
      'null',
      'https://kms.internal.example',
    ])
      expect(await raw(url, named('127.0.0.1', `Origin: ${origin}\r\n`))).toMatch(/AccessDeniedException/);
    expect(await raw(url, named('127.0.0.1', 'Origin: https://kms.internal:8443\r\n'))).toMatch(
      /^HTTP\/1\.1 200 /,
    );
    const { status, headers: answered } = await fetch(url, {
      method: 'OPTIONS',
      headers: { 'Origin': 'http://attacker.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(status).toBe(400);
    expect(answered.get('access-control-allow-origin')).toBeNull();
  });

  it('loopback addresses are distinguished from others', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', '[::1]', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example', 'localhost.example', ''].some(isLoopback)).toBe(
      false,
    );
  });

  it('a body over the limit ends in 413 before it was all read', async () => {
    const { url, client: kms } = await rehearsal();
    const huge = `{"Marker":"${'x'.repeat(8 * 1024 * 1024)}"}`;
    const outcome = await send(url, huge).then(
      (response) => response.status,
      () => 'connection closed',
    );
    expect([413, 'connection closed']).toContain(outcome);
    const declared = await raw(
      url,
      `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: TrentService.ListKeys\r\nContent-Type: application/x-amz-json-1.1\r\nTransfer-Encoding: chunked\r\n\r\n${`10000\r\n${'y'.repeat(65536)}\r\n`.repeat(5)}`,
    );
    expect(declared).toMatch(/^HTTP\/1\.1 413 /);
    expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
  });

  it('garbage, endless headers and half requests do not keep others from being served', async () => {
    const { url, client: kms, log } = await rehearsal();
    expect(await raw(url, '\u0016\u0003\u0001\u0002\u0000garbage\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw(url, `POST / HTTP/1.1\r\nX: ${'a'.repeat(limits.headerBytes + 1)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 4/,
    );
    const stuck = Array.from({ length: 100 }, () => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(
        'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\nX-Amz-Target: TrentService.ListKeys\r\n\r\n{"Lim',
      );
      return socket;
    });
    const dropped = Array.from({ length: 100 }, () => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{', () =>
        socket.destroy(),
      );
      return socket;
    });
    expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
    for (const socket of [...stuck, ...dropped]) socket.destroy();
    expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
    expect(log.filter((entry) => entry.status >= 500)).toEqual([]);
  });

  it('a client that never finishes its request, nor ever closes, is dropped', async () => {
    const { url } = await rehearsal({ headersMs: 500 });
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
    socket.write('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 /);
    const drip = setInterval(() => socket.write('a'), 100);
    await expect(once(socket, 'close')).rejects.toThrow(/EPIPE|ECONNRESET/);
    clearInterval(drip);
  });

  it('a body that is announced as too long is refused before it comes', async () => {
    const { url } = await rehearsal();
    const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: TrentService.ListKeys\r\nContent-Type: application/x-amz-json-1.1\r\n`;
    expect(await raw(url, `${head}Content-Length: 1000000000\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it(
    '200 parallel clients import 200 keys of their own, and memory stays bounded',
    { timeout: 120_000 },
    async () => {
      const made = await Promise.all(Array.from({ length: 4 }, () => generateWrappingKey('RSA_2048')));
      let next = 0;
      const { url, log } = await rehearsal({ wrappingKeys: async () => made[(next += 1) % made.length]! });
      const before = process.memoryUsage().rss;
      const clients = Array.from({ length: 200 }, () => client(url));
      const states = await Promise.all(
        clients.map(async (kms, i) => {
          const asymmetric = i % 2 === 0;
          const KeyId = await externalKey(
            kms,
            asymmetric ? { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' } : {},
          );
          await imported(kms, KeyId, asymmetric ? p256().material : symmetric());
          const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
          kms.destroy();
          return KeyMetadata?.KeyState;
        }),
      );
      expect(states).toEqual(Array.from({ length: 200 }, () => 'Enabled'));
      expect(log.filter((entry) => entry.status === 200)).toHaveLength(800);
      expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
    },
  );
});
