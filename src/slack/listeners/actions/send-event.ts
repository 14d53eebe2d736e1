import type { InvestigationEvent } from '../../../conversation/service.js';
import { assertNever } from '../../../errors.js';
import type { ClickedAction } from '../../ids.js';
import { type Taken, takenFrom } from '../../interaction.js';
import { type ClickArgs, UNKNOWN_BUTTON } from './on-click.js';

/** Buttons that tell the conversation something. */
export async function sendEvent({ context, click, actor }: ClickArgs): Promise<Taken> {
  const event = eventOf(click.action);
  if (event === undefined || click.investigationId === undefined) return UNKNOWN_BUTTON;
  return takenFrom(await context.service.handle(click.investigationId, click.eventId, actor, event));
}

/** undefined: this button opens a form instead. */
export function eventOf(action: ClickedAction): InvestigationEvent | undefined {
  switch (action.kind) {
    case 'answer':
      return { kind: 'answer.submitted', step: action.step, option: action.option };
    case 'how_to':
      return { kind: 'how_to.toggled', step: action.step };
    case 'feedback':
      return { kind: 'feedback.given', solved: action.solved };
    case 'post_to_support':
      return { kind: 'support.requested' };
    case 'recheck':
      return { kind: 'recheck.requested' };
    case 'show_checks':
      return { kind: 'checks.toggled' };
    case 'edit_details':
    case 'start_over':
      return undefined;
    default:
      return assertNever(action, 'action');
  }
}
