import { messageOf } from '../../../errors.js';
import { type About, acknowledge, type ListenerContext, record, type Taken } from '../../interaction.js';
import { fit } from '../../limits.js';
import type { Tell } from '../../tell.js';

/** How a form's submission came out: with errors it stays open, each at its input. */
export interface ViewAnswer extends Taken {
  readonly errors?: Readonly<Record<string, string>>;
}

interface ErrorsResponse {
  readonly response_action: 'errors';
  readonly errors: Record<string, string>;
}

interface ViewInteraction extends About {
  /** The block at which to show what is wrong with no input in particular. */
  readonly field: string;
  readonly ack: (answer?: ErrorsResponse) => Promise<void>;
  readonly tell: Tell;
  readonly run: () => Promise<ViewAnswer>;
}

/** The store answers or fails within 2 s; Slack waits 3 s. */
const ANSWER_WITHIN_MS = 2_600;

const LATE = 'This takes longer than usual. Please send it again: it counts only once.';
const FAILED = 'Something went wrong on my side, so that was not taken. Please try again.';

/** Runs a submission and answers it: a form can only be answered by its acknowledgement. Never rejects. */
export async function answerView(
  context: ListenerContext,
  { field, ack, tell, run, ...about }: ViewInteraction,
): Promise<void> {
  const started = performance.now();
  const answer = await withinTime(run(), { kind: about.kind, field, logger: context.logger });
  const errors = answer.errors === undefined ? undefined : shortened(answer.errors);
  await acknowledge(context, about, started, () =>
    errors === undefined ? ack() : ack({ response_action: 'errors', errors }),
  );
  record(context, about, answer, started);
  if (errors === undefined && answer.say !== undefined) await tell(answer.say);
}

async function withinTime(
  work: Promise<ViewAnswer>,
  { kind, field, logger }: Pick<ViewInteraction, 'kind' | 'field'> & Pick<ListenerContext, 'logger'>,
): Promise<ViewAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ViewAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ outcome: 'late', errors: { [field]: LATE } }), ANSWER_WITHIN_MS);
  });
  const done = work.catch((error: unknown) => {
    logger.error({ kind, code: 'unexpected', reason: messageOf(error) }, 'a submission failed');
    return { outcome: 'failed', errors: { [field]: FAILED } };
  });
  const answer = await Promise.race([done, late]);
  clearTimeout(timer);
  return answer;
}

function shortened(errors: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).map(([field, text]) => [field, fit('inputHint', text)]));
}

/** A line for a person as an input shows it: plain. */
export function textOf(say: Taken['say']): string {
  if (say === undefined || typeof say === 'string') return say ?? 'That was not taken. Please try again.';
  return say
    .map((inline) => (typeof inline === 'string' ? inline : inline.kind === 'user' ? '' : inline.text))
    .join('');
}
