import type { Finding } from '../../audit/finding.ts';
import type { ServiceRow } from '../../tables/services/types.ts';
import type { Judgement, ServiceSubmission } from '../kms/call.ts';
import { explain } from '../kms/refusal.ts';
import type { WrappingKeySource } from '../kms/wrapping-keys.ts';

/** What an operation of a service works with. Its state is in memory and gone at the end. */
export interface ServiceEndpoint {
  readonly row: ServiceRow;
  readonly wrappingKeys: WrappingKeySource;
  readonly judge: (submission: ServiceSubmission) => Promise<Judgement>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ServiceRequest {
  /** What the groups of the route's path matched. */
  readonly named: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Scheme, host and port under which the client reached the endpoint. */
  readonly host: string;
}

export interface ServiceReply {
  /** Default 200. */
  readonly status?: number;
  readonly body?: Readonly<Record<string, unknown>>;
  /** For the log. */
  readonly findings?: readonly Finding[];
}

/** One operation: how it is addressed, and what it does. */
export interface Route {
  readonly operation: string;
  readonly methods: readonly string[];
  readonly path: RegExp;
  readonly run: (request: ServiceRequest) => Promise<ServiceReply>;
}

/** Kinds of refusals, which each service has its own names for. */
export type RefusalKind =
  'invalid' | 'not-found' | 'exists' | 'state' | 'unauthenticated' | 'access' | 'size' | 'busy' | 'internal';

/** A refusal, before it is put into the service's form. */
export class ServiceRefusal extends Error {
  override readonly name = 'ServiceRefusal';
  readonly kind: RefusalKind;
  readonly findings: readonly Finding[];

  constructor(kind: RefusalKind, message: string, findings: readonly Finding[] = []) {
    super(message);
    this.kind = kind;
    this.findings = findings;
  }
}

/** How a service is spoken to: its operations, and the form of its refusals. */
export interface Protocol {
  readonly routes: readonly Route[];
  /** Header WWW-Authenticate for requests without a token, which are then refused. */
  readonly challenge?: string;
  readonly statusOf: (kind: RefusalKind) => number;
  readonly refusalBody: (refusal: ServiceRefusal) => Readonly<Record<string, unknown>>;
}

/** A member of a request that has to be text. @throws ServiceRefusal */
export function text(body: Readonly<Record<string, unknown>>, name: string, whenAbsent?: string): string {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (value === undefined && whenAbsent !== undefined) return whenAbsent;
  if (typeof value !== 'string' || value === '')
    throw new ServiceRefusal('invalid', `${name} is missing, or is not text`);
  return value;
}

/**
 * Why an upload is refused: the words of the service that go with the first error, where they are known, and after them
 * what the auditor named. Undefined where there is no error.
 */
export function whyRefused(
  { row }: ServiceEndpoint,
  { findings, opened, overdue }: Judgement,
): string | undefined {
  const first = findings.find(({ severity }) => severity === 'error');
  if (first === undefined && opened !== undefined) return undefined;
  if (first === undefined)
    return `the blob does not open under the wrapping key${overdue === true ? '; to name the cause took too long: kms-keywrap audit takes the time' : ''}`;
  const rank = ({ causes }: (typeof row.says)[number]) => {
    const at = causes.indexOf(first.id);
    return at < 0 ? Infinity : at;
  };
  const [said] = row.says.filter((one) => rank(one) < Infinity).toSorted((a, b) => rank(a) - rank(b));
  return [...(said === undefined ? [] : [`${said.text}.`]), explain(findings)].join(' ');
}
