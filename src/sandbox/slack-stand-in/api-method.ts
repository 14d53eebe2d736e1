import type { z } from 'zod';
import type { StandInState } from './state.js';

export type ApiResponse =
  | ({ readonly ok: true } & Readonly<Record<string, unknown>>)
  | ({ readonly ok: false; readonly error: string } & Readonly<Record<string, unknown>>);

/** One method of the Web API. `args` is the request's body as it came. */
export type ApiMethod = (state: StandInState, args: unknown) => ApiResponse;

/** Slack's arguments are checked here, so that a method reads only what is well-formed. */
export function apiMethod<T extends z.ZodType>(
  schema: T,
  run: (state: StandInState, args: z.infer<T>) => ApiResponse,
): ApiMethod {
  return (state, args) => {
    const parsed = schema.safeParse(args);
    if (parsed.success) return run(state, parsed.data);
    return refuse(
      'invalid_arguments',
      parsed.error.issues.map(
        (issue) => `${issue.message} [json-pointer:/${issue.path.map(String).join('/')}]`,
      ),
    );
  };
}

/** Slack's shape of an error: the code, and in words what is wrong. */
export function refuse(error: string, messages: readonly string[] = []): ApiResponse {
  if (messages.length === 0) return { ok: false, error };
  return {
    ok: false,
    error,
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  };
}
