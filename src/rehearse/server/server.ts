import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Finding } from '../../audit/finding.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { bounded, lingeringClose, limits, readBody } from './connections.ts';
import { dispatch, operationOf } from '../operations/index.ts';
import type { Answer, Endpoint } from '../kms/endpoint.ts';
import { KmsException, type ExceptionType } from '../model/exceptions.ts';

/** One answered request, for the log. */
export interface RequestLog {
  /** ISO 8601. */
  readonly time: string;
  readonly requestId: string;
  /** `-` when the request named none. */
  readonly operation: string;
  readonly keyId?: string;
  readonly status: number;
  readonly exception?: ExceptionType;
  readonly message?: string;
  readonly undocumented?: string;
  readonly note?: string;
  readonly findings: readonly Finding[];
}

export interface ServerOptions {
  /** A loopback address or `localhost`; the caller has made sure. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Only KMS's own texts in the answers. */
  readonly strictMessages: boolean;
  readonly log: (entry: RequestLog) => void;
  /** How long a client may take over its headers. Default `limits`. */
  readonly headersMs?: number;
}

/** A listening endpoint. */
export interface Listening {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

const loopback = /^(?:127(?:\.\d{1,3}){3}|\[?::1\]?|localhost)$/;

/** Whether a host is this machine's own: the endpoint checks no signatures and is for nobody else. */
export function isLoopback(host: string): boolean {
  return loopback.test(host);
}

function parseBody(bytes: Buffer): object {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new KmsException('SerializationException', { detail: 'The request body is not JSON in UTF-8.' });
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new KmsException('SerializationException', { detail: 'The request body is not a JSON object.' });
  return body;
}

/** Who is asked, and in which protocol. @throws KmsException `UnknownOperationException` */
function requireProtocol(request: IncomingMessage): void {
  const host = request.headers.host ?? '';
  // A web page that had its name resolve to this machine would come with that name.
  if (!isLoopback(host.replace(/:\d+$/, '')))
    throw new KmsException('UnknownOperationException', {
      detail: 'This endpoint answers requests to 127.0.0.1, [::1] and localhost only.',
    });
  if (request.method !== 'POST' || (request.url ?? '').split('?')[0] !== '/')
    throw new KmsException('UnknownOperationException', {
      detail: 'The AWS KMS JSON 1.1 protocol is POST / with an X-Amz-Target header.',
    });
  if (!/^application\/x-amz-json-1\.1(?:\s*;|\s*$)/i.test(request.headers['content-type'] ?? ''))
    throw new KmsException('UnknownOperationException', {
      detail: 'The AWS KMS JSON 1.1 protocol has the Content-Type application/x-amz-json-1.1.',
      undocumented: 'what KMS answers to another',
    });
}

/** What went wrong inside, without its text: it could hold anything. */
function asException(error: unknown): KmsException {
  if (error instanceof KmsException) return error;
  return new KmsException('KMSInternalException', {
    detail: `The rehearsal endpoint failed (${error instanceof Error ? error.name : typeof error}); the request changed nothing.`,
  });
}

interface Handled {
  readonly operation: string;
  readonly keyId?: string;
  readonly outcome: Answer | KmsException;
}

async function handle(endpoint: Endpoint, request: IncomingMessage): Promise<Handled> {
  let operation = '-';
  let keyId: string | undefined;
  try {
    requireProtocol(request);
    const target = request.headers['x-amz-target'];
    const name = operationOf(Array.isArray(target) ? target[0] : target);
    operation = name;
    const body = parseBody(await readBody(request));
    if (Object.hasOwn(body, 'KeyId')) keyId = String((body as { KeyId: unknown }).KeyId).slice(0, 256);
    return {
      operation,
      ...(keyId === undefined ? {} : { keyId }),
      outcome: await dispatch(endpoint, name, body),
    };
  } catch (error) {
    return { operation, ...(keyId === undefined ? {} : { keyId }), outcome: asException(error) };
  }
}

function respond(
  response: ServerResponse,
  requestId: string,
  status: number,
  body: object,
  close: boolean,
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': bytes.length,
    'x-amzn-RequestId': requestId,
    'Cache-Control': 'no-store',
    ...(close ? { Connection: 'close' } : {}),
  });
  response.end(bytes);
}

/** Tells the log, whose own faults are not the client's. */
function report({ log }: ServerOptions, entry: RequestLog): void {
  try {
    log(entry);
  } catch {
    // Nobody else is there to hear of it.
  }
}

async function serve(
  endpoint: Endpoint,
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const { operation, keyId, outcome } = await handle(endpoint, request);
  // The client went away in the middle of its request: nobody is there to answer, and nothing was done.
  if (request.errored !== null && !request.complete) return;
  const failed = outcome instanceof KmsException;
  const status = failed ? outcome.status : 200;
  const body = failed ? outcome.body(options.strictMessages) : outcome.body;
  const undocumented = failed ? outcome.said.undocumented : outcome.undocumented;
  report(options, {
    time: new Date(endpoint.now()).toISOString(),
    requestId,
    operation,
    ...(keyId === undefined ? {} : { keyId }),
    status,
    ...(failed ? { exception: outcome.type, message: outcome.message } : {}),
    ...(undocumented === undefined ? {} : { undocumented }),
    ...(failed || outcome.note === undefined ? {} : { note: outcome.note }),
    findings: (failed ? outcome.said.findings : outcome.findings) ?? [],
  });
  if (!response.writable) return;
  // A body that was not read to its end cannot be followed by another request.
  const unread = !request.complete;
  respond(response, requestId, status, body, unread);
  if (unread) lingeringClose(request);
}

/** errno names in words. */
const listenFaults: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there (EADDRINUSE)',
  EADDRNOTAVAIL: 'this machine has no such address (EADDRNOTAVAIL)',
  EACCES: 'ports below 1024 are for privileged users (EACCES)',
};

/**
 * Starts to listen.
 * @throws KmsKeywrapError `ERR_ENVIRONMENT` when the port is taken
 */
export async function listen(endpoint: Endpoint, options: ServerOptions): Promise<Listening> {
  const server = bounded(
    createServer(
      { maxHeaderSize: limits.headerBytes, connectionsCheckingInterval: 500, noDelay: true },
      (request, response) => {
        serve(endpoint, options, request, response).catch(() => response.destroy());
      },
    ),
    options.headersMs,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new KmsKeywrapError(
          'ERR_ENVIRONMENT',
          `cannot listen on ${options.host}:${options.port}: ${listenFaults[error.code ?? ''] ?? error.code}`,
          {
            hint: 'without --port the endpoint takes a free one',
            cause: error,
          },
        ),
      ),
    );
    server.listen(options.port, options.host.replaceAll(/[[\]]/g, ''), resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
