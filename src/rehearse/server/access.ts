import type { IncomingHttpHeaders } from 'node:http';
import { KmsException } from '../model/exceptions.ts';

const loopback = /^(?:127(?:\.\d{1,3}){3}|\[?::1\]?|localhost)$/i;

/** Whether a host is this machine's own: the endpoint checks no signatures and is for no other. */
export function isLoopback(host: string): boolean {
  return loopback.test(host);
}

/** A host as it stands in a `Host` header, without its port. */
const hostForm = /^([a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** A name that `--allow-host` can take: a host without port or scheme. */
export const isHostName = (name: string) => /^(?:[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\])$/i.test(name);

function isAllowed(host: string, allowed: readonly string[]): boolean {
  const [, name = ''] = hostForm.exec(host) ?? [];
  return isLoopback(name) || allowed.some((one) => one.toLowerCase() === name.toLowerCase());
}

/** Host of an `Origin` header: scheme, host, port. `null` is that of pages that hide theirs. */
const originHost = (origin: string) => /^https?:\/\/([^/]+)$/i.exec(origin)?.[1] ?? '';

/**
 * Keeps web pages out that the operator's browser opened: one whose name was made to resolve to this machine comes with
 * that name as `Host` (DNS rebinding), any other with its `Origin`.
 * @throws KmsException `AccessDeniedException`
 */
export function requireAccess({ host = '', origin }: IncomingHttpHeaders, allowed: readonly string[]): void {
  if (!isAllowed(host, allowed))
    throw new KmsException('AccessDeniedException', {
      text: 'This endpoint answers requests to 127.0.0.1, [::1] and localhost, and to hosts that --allow-host names.',
    });
  if (
    origin !== undefined &&
    !allowed.some((one) => originHost(origin).replace(/:\d+$/, '').toLowerCase() === one.toLowerCase())
  )
    throw new KmsException('AccessDeniedException', {
      text: 'This endpoint answers no web pages, but for those on hosts that --allow-host names.',
    });
}
