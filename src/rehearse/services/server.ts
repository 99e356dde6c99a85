import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { KmsException } from '../model/exceptions.ts';
import { requireAccess } from '../server/access.ts';
import { bounded, lingeringClose, limits, readBody } from '../server/connections.ts';
import type { RequestLog } from '../server/log.ts';
import { listening, type Listening } from '../server/listening.ts';
import {
  ServiceRefusal,
  type Protocol,
  type RefusalKind,
  type Route,
  type ServiceReply,
} from './protocol.ts';

export interface ServiceServerOptions {
  /** A loopback address or `localhost`; the caller has made sure. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Hosts beside the loopback ones that requests may be addressed to. */
  readonly allowHosts: readonly string[];
  readonly now: () => number;
  readonly log: (entry: RequestLog) => void;
}

/** What the parts that all endpoints share refuse with. */
const shared: Partial<Record<string, RefusalKind>> = {
  AccessDeniedException: 'access',
  RequestEntityTooLargeException: 'size',
  DependencyTimeoutException: 'busy',
};

/** What went wrong inside, without its text: it could hold anything. */
function asRefusal(error: unknown): ServiceRefusal {
  if (error instanceof ServiceRefusal) return error;
  if (error instanceof KmsException)
    return new ServiceRefusal(shared[error.type] ?? 'internal', error.message);
  const name = error instanceof Error ? error.name : typeof error;
  return new ServiceRefusal(
    'internal',
    `The rehearsal endpoint failed (${name}); the request changed nothing.`,
  );
}

function parse(bytes: Buffer): Readonly<Record<string, unknown>> {
  if (bytes.length === 0) return {};
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  } catch {
    // Said below.
  }
  throw new ServiceRefusal('invalid', 'the request body is not a JSON object in UTF-8');
}

interface Handled {
  readonly operation: string;
  readonly outcome: ServiceReply | ServiceRefusal;
}

function routeOf(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; named: Record<string, string> } {
  for (const route of routes) {
    const match = route.methods.includes(method) ? route.path.exec(path) : null;
    if (match !== null) return { route, named: { ...match.groups } };
  }
  throw new ServiceRefusal(
    'not-found',
    `kms-keywrap rehearse has ${routes.map(({ operation }) => operation).join(', ')}: not this path and method`,
  );
}

async function handle(
  { routes, challenge }: Protocol,
  { allowHosts }: ServiceServerOptions,
  request: IncomingMessage,
): Promise<Handled> {
  let operation = '-';
  try {
    requireAccess(request.headers, allowHosts);
    const host = request.headers.host ?? '';
    const url = new URL(request.url ?? '/', 'http://localhost');
    const { route, named } = routeOf(routes, request.method ?? '', url.pathname);
    operation = route.operation;
    if (challenge !== undefined && request.headers.authorization === undefined)
      throw new ServiceRefusal('unauthenticated', 'a token is missing: any is accepted here');
    const body = parse(await readBody(request));
    return { operation, outcome: await route.run({ named, query: url.searchParams, body, host }) };
  } catch (error) {
    return { operation, outcome: asRefusal(error) };
  }
}

function respond(
  response: ServerResponse,
  { status, body, challenge }: { status: number; body: object | undefined; challenge: string | undefined },
  close: boolean,
): void {
  const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...(bytes === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': bytes.length }),
    'Cache-Control': 'no-store',
    ...(status === 401 && challenge !== undefined ? { 'WWW-Authenticate': challenge } : {}),
    ...(close ? { Connection: 'close' } : {}),
  });
  response.end(bytes);
}

async function serve(
  protocol: Protocol,
  options: ServiceServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { operation, outcome } = await handle(protocol, options, request);
  // The client went away in the middle of its request: there is no client to answer.
  if (request.errored !== null && !request.complete) return;
  const failed = outcome instanceof ServiceRefusal;
  const status = failed ? protocol.statusOf(outcome.kind) : (outcome.status ?? 200);
  try {
    options.log({
      time: new Date(options.now()).toISOString(),
      requestId: randomUUID(),
      operation,
      status,
      ...(failed ? { message: outcome.message } : {}),
      findings: outcome.findings ?? [],
    });
  } catch {
    // The log's own faults are not the client's.
  }
  if (!response.writable) return;
  const unread = !request.complete;
  const body = failed ? protocol.refusalBody(outcome) : outcome.body;
  respond(response, { status, body, challenge: protocol.challenge }, unread);
  if (unread) lingeringClose(request);
}

/**
 * Starts to listen for a service other than AWS KMS.
 * @throws KmsKeywrapError `ERR_ENVIRONMENT` when the port is taken
 */
export const listenForService = (protocol: Protocol, options: ServiceServerOptions): Promise<Listening> =>
  listening(
    bounded(
      createServer(
        { maxHeaderSize: limits.headerBytes, connectionsCheckingInterval: 500, noDelay: true },
        (request, response) => {
          serve(protocol, options, request, response).catch(() => response.destroy());
        },
      ),
    ),
    options,
  );
