import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Endpoint } from '../kms/call.ts';
import { KmsException } from '../model/exceptions.ts';
import { requireAccess } from './access.ts';
import { bounded, lingeringClose, limits, readBody } from './connections.ts';
import { listening, type Listening } from './listening.ts';
import { logEntry, type Handled, type RequestLog } from './log.ts';
import { operationOf, parseBody, placeOf, requireProtocol, targetOf } from './protocol.ts';

export interface ServerOptions {
  /** A loopback address or `localhost`; the caller has made sure. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Hosts beside the loopback ones that requests may be addressed to. */
  readonly allowHosts: readonly string[];
  /** Only KMS's own texts in the answers. */
  readonly strictMessages: boolean;
  readonly log: (entry: RequestLog) => void;
  /** How long a client may take over its headers. Default `limits`. */
  readonly headersMs?: number;
}

/** What went wrong inside, without its text: it could hold anything. */
function asException(error: unknown): KmsException {
  if (error instanceof KmsException) return error;
  return new KmsException('KMSInternalException', {
    detail: `The rehearsal endpoint failed (${error instanceof Error ? error.name : typeof error}); the request changed nothing.`,
  });
}

/** The key that a body names, for the log. */
const namedKey = (body: object) => {
  const { KeyId: id } = body as { readonly KeyId?: unknown };
  return typeof id === 'string' && Object.hasOwn(body, 'KeyId') ? { keyId: id.slice(0, 256) } : {};
};

async function handle(
  endpoint: Endpoint,
  { allowHosts }: ServerOptions,
  request: IncomingMessage,
): Promise<Handled> {
  const target = targetOf(request);
  let seen: Omit<Handled, 'outcome'> = { operation: target ?? '-' };
  try {
    requireAccess(request.headers, allowHosts);
    requireProtocol(request);
    const operation = operationOf(target);
    const body = parseBody(await readBody(request));
    const { place, note } = placeOf(request, endpoint.place, endpoint.store);
    seen = { ...seen, ...namedKey(body), ...(note === undefined ? {} : { note }) };
    const outcome = await operation.run({ ...endpoint, place, operation: seen.operation }, body);
    return { ...seen, outcome };
  } catch (error) {
    return { ...seen, outcome: asException(error) };
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
    // No other reader of it is there.
  }
}

async function serve(
  endpoint: Endpoint,
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const handled = await handle(endpoint, options, request);
  // The client went away in the middle of its request: there is no client to answer, and nothing was done.
  if (request.errored !== null && !request.complete) return;
  const { outcome } = handled;
  const failed = outcome instanceof KmsException;
  const status = failed ? outcome.status : 200;
  const time = new Date(endpoint.now()).toISOString();
  report(options, logEntry(handled, { time, requestId, status }));
  if (!response.writable) return;
  // A body that was not read to its end cannot be followed by another request.
  const unread = !request.complete;
  respond(response, requestId, status, failed ? outcome.body(options.strictMessages) : outcome.body, unread);
  if (unread) lingeringClose(request);
}

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
  return await listening(server, options);
}
