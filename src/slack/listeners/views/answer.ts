import { definedFields } from '../../../conversation/fields.js';
import { type AnswerSubmission, readAnswer } from '../../answer-submission.js';
import { VALUE_BLOCK } from '../../ids.js';
import type { ListenerContext } from '../../interaction.js';
import { submitEvent, type ViewArgs } from './submit-event.js';

/** The dialog came back: what is wrong with the value is shown at it, else it is the answer. */
export function submitAnswer(context: ListenerContext) {
  return async (args: ViewArgs): Promise<void> => {
    const submission = readAnswer(args.body.view);
    const { channel, thread } = submission?.origin ?? {};
    await submitEvent(context, args, {
      kind: 'view:answer',
      field: VALUE_BLOCK,
      place: definedFields({ channel, thread }),
      told: submission && toldBy(submission),
      unreadable:
        'This form is from an older version of me. Copy what you need, close it and answer from the message.',
      staysOpen: (outcome) => KEEPS_OPEN.has(outcome),
    });
  };
}

function toldBy({ viewId, value, origin }: AnswerSubmission) {
  const { investigationId, step, option } = origin;
  return { investigationId, viewId, event: { kind: 'answer.submitted', step, option, value } as const };
}

/** What the person can do something about in the form, or that must not cost them what they have pasted. */
const KEEPS_OPEN: ReadonlySet<string> = new Set(['invalid', 'store_down', 'failed', 'not_found']);
