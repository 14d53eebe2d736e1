import { z } from 'zod';
import { appMessage } from './app-message.js';
import { contentArguments, readContent } from './message-content.js';
import type { StandInState } from './state.js';
import type { ResponsePlace } from './tickets.js';

/** https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses */
const answerSchema = z.object({
  ...contentArguments,
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});
type Answer = z.infer<typeof answerSchema>;

export interface AnswerOutcome {
  readonly status: number;
  readonly text: string;
}

const REFUSALS = { expired: 'expired_url', used_up: 'used_url', unknown: 'no_such_url' } as const;
const OK: AnswerOutcome = { status: 200, text: 'ok' };

export function answerThroughResponseUrl(state: StandInState, ticket: string, body: unknown): AnswerOutcome {
  const redeemed = state.responseUrls.redeem(ticket);
  if (redeemed.outcome !== 'valid') return { status: 404, text: REFUSALS[redeemed.outcome] };
  const answer = answerSchema.safeParse(body);
  if (!answer.success) return { status: 400, text: 'invalid_payload' };
  return placeAnswer(state, redeemed.subject, answer.data);
}

/** What a command's or a click's answer does: replaces, deletes, or says something new. Also for a command's own response body. */
export function placeAnswer(state: StandInState, place: ResponsePlace, answer: Answer): AnswerOutcome {
  const original =
    place.messageTs === undefined ? undefined : state.workspace.find(place.channel, place.messageTs);
  if (answer.delete_original === true) {
    if (original !== undefined) state.workspace.remove(original);
    return OK;
  }
  const content = readContent(answer);
  if (content.outcome === 'refused') return { status: 400, text: errorOf(content.response) };
  const shown = { text: content.text, ...(content.blocks === undefined ? {} : { blocks: content.blocks }) };
  if (answer.replace_original === true && original !== undefined) {
    state.workspace.replace(original, shown);
    return OK;
  }
  state.workspace.post(
    appMessage(place.channel, {
      ...shown,
      threadTs: answer.thread_ts ?? place.threadTs,
      ephemeralFor: answer.response_type === 'in_channel' ? undefined : place.userId,
    }),
  );
  return OK;
}

export const parseAnswer = (body: unknown) => answerSchema.safeParse(body);

function errorOf(response: { readonly ok: boolean; readonly error?: unknown }): string {
  return typeof response.error === 'string' ? response.error : 'invalid_payload';
}
