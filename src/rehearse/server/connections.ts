import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { KmsException } from '../model/exceptions.ts';

/**
 * Bounds on what one client can take. Times in milliseconds; the largest documented request is CreateKey with a
 * policy of 131,072 characters.
 */
export const limits = {
  bodyBytes: 256 * 1024,
  headerBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 20_000,
  /** Longer than busy clients pause: one that sends just as the connection is closed sees a reset. */
  idleMs: 30_000,
  lingerMs: 1_000,
  connections: 512,
} as const;

const tooLarge = () =>
  new KmsException('RequestEntityTooLargeException', {
    detail: `A request body has at most ${limits.bodyBytes} bytes here.`,
  });

/** @throws KmsException `RequestEntityTooLargeException` as soon as the body passes the limit, or says that it will */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The connection is still needed for the answer when this ends early.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limits.bodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Ends a connection after its last answer. Closed at once, it would be reset by the bytes still under way, and the
 * answer lost with it; left to the client, it might stay open forever.
 */
export function lingeringClose(stream: IncomingMessage | Duplex): void {
  const end = setTimeout(() => stream.destroy(), limits.lingerMs);
  stream.once('close', () => clearTimeout(end));
  stream.resume();
}

/** Status lines for what never became a request. */
const statusOf: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Sets the bounds. */
export function bounded(server: Server, headersMs: number = limits.headersMs): Server {
  server.maxConnections = limits.connections;
  server.headersTimeout = headersMs;
  server.requestTimeout = limits.requestMs;
  server.keepAliveTimeout = limits.idleMs;
  server.maxHeadersCount = 100;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const status = statusOf[error.code ?? ''] ?? '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    lingeringClose(socket);
  });
  return server;
}
