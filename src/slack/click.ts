import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type ClickedAction, parseAction } from '../conversation/actions.js';
import type { ClickedMessage } from '../conversation/service.js';
import { eventIds, investigationOfBlock, isInvestigationId } from './ids.js';
import type { Origin } from './origin.js';
import type { Audience } from './tell.js';

/** What we read of a `block_actions` payload. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const clickSchema = z.object({
  user: z.object({ id: z.string().min(1) }),
  trigger_id: z.string().min(1).optional(),
  channel: z.object({ id: z.string().min(1) }).nullish(),
  view: z.object({ type: z.string() }).nullish(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        block_id: z.string(),
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
        action_ts: z.string().optional(),
      }),
    )
    .min(1),
});

/** A button that somebody clicked, or an option of a menu that somebody chose. */
export interface Click {
  readonly action: ClickedAction;
  readonly eventId: string;
  readonly triggerId: string | undefined;
  /** The button's value as it came; of a menu, what its block says. */
  readonly value: string | undefined;
  /** What the value says, where it can be an investigation's id at all. */
  readonly investigationId: string | undefined;
  readonly audience: Audience;
  /** Whether it was made on the App Home, which shows nothing by itself. */
  readonly onHome: boolean;
  /** The message that it was made on. */
  readonly clicked?: ClickedMessage;
  /** Where something that starts from this click is to live. */
  readonly origin: Origin;
}

/** undefined: not a click on a button of ours. */
export function readClick(body: unknown): Click | undefined {
  const parsed = clickSchema.safeParse(body);
  const [button] = parsed.data?.actions ?? [];
  if (!parsed.success || button === undefined) return undefined;
  const { user, channel, message, trigger_id } = parsed.data;
  const chosen = button.selected_option?.value;
  const actionId = chosen === undefined ? button.action_id : `${button.action_id}:${chosen}`;
  const action = parseAction(actionId, button.block_id);
  if (action === undefined) return undefined;
  const place = {
    ...(channel == null ? {} : { channel: channel.id }),
    ...(message?.thread_ts === undefined ? {} : { thread: message.thread_ts }),
  };
  const clicked =
    channel == null || message == null ? {} : { clicked: { channel: channel.id, message: message.ts } };
  const value = button.value ?? investigationOfBlock(button.block_id);
  return {
    action,
    eventId: eventIds.action(trigger_id ?? button.action_ts ?? randomUUID(), actionId),
    triggerId: trigger_id,
    value,
    investigationId: value !== undefined && isInvestigationId(value) ? value : undefined,
    audience: { userId: user.id, ...place },
    onHome: parsed.data.view?.type === 'home',
    origin: place,
    ...clicked,
  };
}
