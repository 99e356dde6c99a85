import type { Finding } from '../../audit/finding.ts';
import type { Answer } from '../kms/call.ts';
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

/** What a request came to. */
export interface Handled {
  readonly operation: string;
  readonly keyId?: string;
  readonly note?: string;
  readonly outcome: Answer | KmsException;
}

export function logEntry(
  { operation, keyId, note, outcome }: Handled,
  { time, requestId, status }: Pick<RequestLog, 'time' | 'requestId' | 'status'>,
): RequestLog {
  const failed = outcome instanceof KmsException;
  const said = failed ? outcome.said : outcome;
  const notes = [note, failed ? undefined : outcome.note].filter((one) => one !== undefined);
  return {
    time,
    requestId,
    operation,
    ...(keyId === undefined ? {} : { keyId }),
    status,
    ...(failed ? { exception: outcome.type, message: outcome.message } : {}),
    ...(said.undocumented === undefined ? {} : { undocumented: said.undocumented }),
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
    findings: said.findings ?? [],
  };
}
