import { z } from 'zod';
import { assertNever } from '../errors.js';
import { useMessageElement, useViewElement } from './slack-stand-in/interactions/block-action.js';
import { runCommand } from './slack-stand-in/interactions/command.js';
import {
  failed,
  type InteractionContext,
  type InteractionOutcome,
} from './slack-stand-in/interactions/context.js';
import { openHome, sayMessage } from './slack-stand-in/interactions/events.js';
import { chosenValues } from './slack-stand-in/interactions/input-state.js';
import { runMessageShortcut, runShortcut } from './slack-stand-in/interactions/shortcut.js';
import { closeView, submitView } from './slack-stand-in/interactions/view-submission.js';
import type { Person } from './slack-stand-in/people.js';

const inChannel = { user: z.string(), channel: z.string() };
const typed = z.string().min(1).max(40_000);
const use = {
  blockId: z.string(),
  actionId: z.string(),
  value: z.union([z.string(), z.array(z.string()), z.null()]).optional(),
  values: chosenValues,
};

/** What a person can do on the page. */
const actionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('command'), ...inChannel, text: typed }),
  z.strictObject({ kind: z.literal('message'), ...inChannel, text: typed, threadTs: z.string().optional() }),
  z.strictObject({ kind: z.literal('message.element'), ...inChannel, ts: z.string(), ...use }),
  z.strictObject({ kind: z.literal('view.element'), user: z.string(), viewId: z.string(), ...use }),
  z.strictObject({
    kind: z.literal('view.submit'),
    user: z.string(),
    viewId: z.string(),
    values: chosenValues,
  }),
  z.strictObject({ kind: z.literal('view.close'), user: z.string(), viewId: z.string() }),
  z.strictObject({ kind: z.literal('shortcut'), user: z.string() }),
  z.strictObject({ kind: z.literal('message.shortcut'), ...inChannel, ts: z.string() }),
  z.strictObject({ kind: z.literal('home'), user: z.string(), tab: z.enum(['home', 'messages']) }),
]);
export type PageAction = z.infer<typeof actionSchema>;

/** Does what the page asks. Undefined where the request is malformed. */
export async function performAction(
  context: InteractionContext,
  body: unknown,
): Promise<InteractionOutcome | undefined> {
  const parsed = actionSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const person = context.state.workspace.person(parsed.data.user);
  return person === undefined ? failed('Nobody here has that id.') : perform(context, person, parsed.data);
}

function perform(
  context: InteractionContext,
  person: Person,
  action: PageAction,
): Promise<InteractionOutcome> {
  switch (action.kind) {
    case 'command':
    case 'message':
      return say(context, person, action);
    case 'message.element':
      return useMessageElement(context, person, action, action);
    case 'view.element':
      return useViewElement(context, person, action.viewId, action);
    case 'view.submit':
      return submitView(context, person, action.viewId, action.values);
    case 'view.close':
      return closeView(context, person, action.viewId);
    case 'shortcut':
      return runShortcut(context, person);
    case 'message.shortcut':
      return runMessageShortcut(context, person, action);
    case 'home':
      return openHome(context, person, action.tab);
    default:
      return assertNever(action, 'page action');
  }
}

function say(
  context: InteractionContext,
  person: Person,
  action: Extract<PageAction, { kind: 'command' | 'message' }>,
): Promise<InteractionOutcome> {
  const channel = context.state.workspace.channel(action.channel);
  if (channel === undefined) return Promise.resolve(failed('That channel is not there.'));
  if (action.kind === 'command') return runCommand(context, person, channel, action.text);
  return sayMessage(context, person, channel, action.text, action.threadTs);
}
