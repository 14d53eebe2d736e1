/**
 * The base of every error this program throws on purpose. `code` is stable and is what other code matches on;
 * `message` is for the log; `userMessage` is what a person may read (no credential, no policy text).
 */
export class S3DeniedError extends Error {
  readonly code: string;
  readonly userMessage: string;

  constructor(code: string, message: string, options: { cause?: unknown; userMessage?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.userMessage = options.userMessage ?? message;
  }
}

/** Input that a person can put right: one line that says what, where, and what would be right. The command exits 2. */
export class InputError extends S3DeniedError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('input', message, options);
  }
}

/** The store did not answer. What was asked was not done; asking again is safe. */
export class StoreUnavailableError extends S3DeniedError {
  constructor(message: string, options: { cause?: unknown; userMessage?: string } = {}) {
    super('store-unavailable', message, {
      userMessage: 'I cannot reach my memory right now, so that was not taken. Please try again in a moment.',
      ...options,
    });
  }
}

/** The store was asked to write, and did not say in time whether it has. Asking again as another event may do it twice. */
export class WriteUncertainError extends StoreUnavailableError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, {
      ...options,
      userMessage:
        'My memory did not answer in time, so I do not know whether that was taken. If nothing changes here within half a minute, please try again.',
    });
  }
}

/** What is stored was written by another release of this program, or sealed with a key that this process does not have. It is left alone. */
export class OtherReleaseError extends StoreUnavailableError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, {
      ...options,
      userMessage:
        'Another version of me has gone on with this, which I cannot read, so that was not taken. I am most likely being updated: please try again in a minute. If that does not help, start a new one with /s3denied.',
    });
  }
}

/** A union's last branch: a compile-time error when a member is not handled. */
export function assertNever(value: never, what = 'value'): never {
  throw new S3DeniedError('bug', `unhandled ${what}: ${JSON.stringify(value)}`);
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
