import type { IntakeField } from '../../../conversation/intake.js';
import { messageOf } from '../../../errors.js';
import type { ListenerContext, Taken } from '../../interaction.js';
import { fit } from '../../limits.js';
import type { Tell } from '../../tell.js';

/** How a form's submission came out: with errors it stays open, each at its input. */
export interface ViewAnswer extends Taken {
  readonly errors?: Readonly<Partial<Record<IntakeField, string>>>;
}

interface ErrorsResponse {
  readonly response_action: 'errors';
  readonly errors: Record<string, string>;
}

interface ViewInteraction {
  readonly ack: (answer?: ErrorsResponse) => Promise<void>;
  readonly tell: Tell;
  readonly run: () => Promise<ViewAnswer>;
}

/** The store answers or fails within 2 s; Slack waits 3 s. */
const ANSWER_WITHIN_MS = 2_600;

const LATE: ViewAnswer = {
  outcome: 'late',
  errors: { error_text: 'This takes longer than usual. Please send it again: it starts only once.' },
};

const FAILED: ViewAnswer = {
  outcome: 'failed',
  errors: { error_text: 'Something went wrong on my side, so that was not taken. Please try again.' },
};

/** Runs a submission and answers it: a form can only be answered by its acknowledgement. Never rejects. */
export async function answerView(
  context: ListenerContext,
  { ack, tell, run }: ViewInteraction,
): Promise<void> {
  const started = performance.now();
  const answer = await withinTime(run(), context);
  const errors = answer.errors === undefined ? undefined : errorsOf(answer.errors);
  try {
    await (errors === undefined ? ack() : ack({ response_action: 'errors', errors }));
  } catch (error) {
    context.logger.warn({ kind: 'view:intake', reason: messageOf(error) }, 'could not acknowledge');
  }
  context.metrics?.observeAck('slack', 'view:intake', (performance.now() - started) / 1000);
  context.metrics?.countInteraction('slack', 'view:intake', answer.outcome);
  if (errors === undefined && answer.say !== undefined) await tell(answer.say);
}

async function withinTime(work: Promise<ViewAnswer>, { logger }: ListenerContext): Promise<ViewAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ViewAnswer>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ANSWER_WITHIN_MS);
  });
  const done = work.catch((error: unknown) => {
    logger.error(
      { kind: 'view:intake', code: 'unexpected', reason: messageOf(error) },
      'a submission failed',
    );
    return FAILED;
  });
  const answer = await Promise.race([done, late]);
  clearTimeout(timer);
  return answer;
}

/** Slack refuses errors at blocks that the form does not have: the audit's box may not be there, the error text always is. */
function errorsOf(errors: NonNullable<ViewAnswer['errors']>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => [
      field === 'audit' ? 'error_text' : field,
      fit('inputHint', text),
    ]),
  );
}
