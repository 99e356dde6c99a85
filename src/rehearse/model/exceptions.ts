import type { Finding } from '../../audit/finding.ts';

/**
 * Exceptions that the endpoint answers with, and their HTTP status (AWS KMS API Reference, "Errors" of each
 * operation; the last five are common to every AWS JSON 1.1 service).
 */
export const exceptionStatus = {
  AlreadyExistsException: 400,
  DependencyTimeoutException: 503,
  DisabledException: 400,
  DryRunOperationException: 400,
  ExpiredImportTokenException: 400,
  IncorrectKeyException: 400,
  IncorrectKeyMaterialException: 400,
  InvalidAliasNameException: 400,
  InvalidArnException: 400,
  InvalidCiphertextException: 400,
  InvalidGrantIdException: 400,
  InvalidGrantTokenException: 400,
  InvalidImportTokenException: 400,
  InvalidKeyUsageException: 400,
  InvalidMarkerException: 400,
  KMSInternalException: 500,
  KMSInvalidMacException: 400,
  KMSInvalidSignatureException: 400,
  KMSInvalidStateException: 400,
  LimitExceededException: 400,
  MalformedPolicyDocumentException: 400,
  NotFoundException: 400,
  TagException: 400,
  UnsupportedOperationException: 400,
  AccessDeniedException: 400,
  ValidationException: 400,
  SerializationException: 400,
  UnknownOperationException: 404,
  RequestEntityTooLargeException: 413,
} as const satisfies Record<string, number>;

export type ExceptionType = keyof typeof exceptionStatus;

/** What is said beside the exception's name. */
export interface ExceptionText {
  /** KMS's own text where one is known; `--strict-messages` gives this or nothing. */
  readonly text?: string;
  /** What this endpoint says more: the cause, the finding's id, how to fix it. */
  readonly detail?: string;
  /** The part of the answer that AWS does not document. */
  readonly undocumented?: string;
  /** What the auditor named, for the log. */
  readonly findings?: readonly Finding[];
}

/** Texts one after the other, each but the last closed as a sentence. */
function joined(parts: readonly (string | undefined)[]): string {
  const texts = parts.flatMap((part) => part || []);
  return texts
    .map((text, i) => (i === texts.length - 1 || /[.!?)]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

/** A refusal in KMS's form. */
export class KmsException extends Error {
  override readonly name = 'KmsException';
  readonly type: ExceptionType;
  readonly said: ExceptionText;

  constructor(type: ExceptionType, said: ExceptionText = {}) {
    super(joined([said.text, said.detail]) || type);
    this.type = type;
    this.said = said;
  }

  get status(): number {
    return exceptionStatus[this.type];
  }

  /** The JSON body. Strict: only what KMS itself is known to say. */
  body(strict: boolean): { __type: ExceptionType; message?: string } {
    const { text, detail, undocumented } = this.said;
    const parts = strict
      ? [text]
      : [text, detail, undocumented === undefined ? undefined : `(Not documented by AWS: ${undocumented})`];
    const message = joined(parts);
    return message === '' ? { __type: this.type } : { __type: this.type, message };
  }
}
