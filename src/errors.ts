/**
 * Exit status of the command for each error code.
 * 1: what was examined is at fault · 2: usage or input refused, nothing written · 3: the environment failed.
 */
export const exitCodes = {
  ERR_USAGE: 2,
  ERR_UNKNOWN_KEY_SPEC: 2,
  ERR_UNKNOWN_WRAPPING_ALGORITHM: 2,
  ERR_UNKNOWN_WRAPPING_KEY_SPEC: 2,
  ERR_UNKNOWN_PARTITION: 2,
  ERR_UNSUPPORTED_COMBINATION: 2,
  ERR_INPUT_UNREADABLE: 2,
  ERR_INPUT_TOO_LARGE: 2,
  ERR_PUBLIC_KEY: 2,
  ERR_PRIVATE_KEY: 2,
  ERR_KEY_MATERIAL: 2,
  ERR_OUTPUT_EXISTS: 2,
  ERR_OUTPUT_REFUSED: 2,
  ERR_MANIFEST: 2,
  ERR_PARAMETERS: 2,
  ERR_NOT_CONVERTIBLE: 1,
  ERR_AMBIGUOUS: 1,
  ERR_PASSPHRASE: 1,
  ERR_UNWRAP: 1,
  ERR_MISMATCH: 1,
  ERR_OUTPUT_FAILED: 3,
  ERR_OPENSSL_NOT_FOUND: 3,
  ERR_OPENSSL_UNUSABLE: 3,
  ERR_OPENSSL_FAILED: 3,
  ERR_OPENSSL_TIMEOUT: 3,
  ERR_OPENSSL_OUTPUT: 3,
  ERR_ENVIRONMENT: 3,
  ERR_ABORTED: 3,
  ERR_INTERNAL: 3,
} as const satisfies Record<string, 1 | 2 | 3>;

export type ErrorCode = keyof typeof exitCodes;

/** Every error that the library throws on purpose. The message never holds key material. */
export class KmsKeywrapError extends Error {
  override readonly name = 'KmsKeywrapError';
  readonly code: ErrorCode;
  /** What to do about it. */
  readonly hint?: string;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
  }

  /** Exit status that the command ends with on this error. */
  get exitCode(): 1 | 2 | 3 {
    return exitCodes[this.code];
  }
}
