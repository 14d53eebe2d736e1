import type { IntakeFields } from '../../conversation/intake.js';
import { actionSets, dialogAction, executeAction, VIEW_ACTIONS } from './actions.js';
import { cardOf, heading, type Json, note, richText } from './elements.js';

const SAYS =
  'Give me the error text or the address. I find out which policy or setting denied the request, and what to change: by myself where I may read the settings, else by a few questions.';

const SAYS_TOO =
  'I only read. I never change anything in AWS. To let somebody else in, write grant and the address of the bucket or object.';

/** Longer texts are typed again: the card has to hold them. */
const LONGEST_PREFILL = 3_000;

/** What somebody sees who has just added the bot, or asked it nothing in particular. `fields`: what could be read of their words. */
export function renderWelcome(fields: IntakeFields, { direct }: { readonly direct: boolean }): Json {
  const prefill = JSON.stringify(fields).length > LONGEST_PREFILL ? {} : { prefill: fields };
  // Elsewhere others look on.
  const recent = direct ? [executeAction('Recent investigations', { action: VIEW_ACTIONS.recent })] : [];
  const submit = { type: 'Action.Submit', title: 'Find out why', style: 'positive' };
  return cardOf(
    [
      ...heading('Why did Amazon S3 say Access Denied?'),
      ...richText([SAYS]),
      ...note([SAYS_TOO]),
      ...actionSets([dialogAction(submit, { action: 'start_over', ...prefill }), ...recent]),
    ],
    { fallbackText: SAYS },
  );
}
