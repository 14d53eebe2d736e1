import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Actor, Place } from '../conversation/investigation.js';
import type { ClickedMessage } from '../conversation/service.js';
import { OWN_CHAT, writePlace, type Where } from './place.js';

const id = z.string().min(1).max(500);

/** What we read of every activity. https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference */
const activitySchema = z.object({
  type: z.string(),
  name: z.string().optional(),
  id: z.string().max(500).optional(),
  replyToId: z.string().max(500).optional(),
  text: z.string().optional(),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(500),
  from: z.object({ id, aadObjectId: id.optional(), name: z.string().optional() }),
  recipient: z.object({ id }),
  conversation: z.object({ id, conversationType: z.string().optional(), tenantId: id.optional() }),
  channelData: z
    .looseObject({
      tenant: z.object({ id }).optional(),
      team: z.looseObject({ id: id.optional() }).nullish(),
      eventType: z.string().optional(),
    })
    .optional(),
  action: z.string().optional(),
  membersAdded: z.array(z.object({ id: z.string() })).optional(),
  membersRemoved: z.array(z.object({ id: z.string() })).optional(),
  value: z.unknown().optional(),
});

/** One activity, and who did it where. */
export interface Incoming {
  readonly type: string;
  readonly name: string | undefined;
  readonly text: string;
  readonly value: unknown;
  /** The same for every delivery of the same activity. */
  readonly eventId: string;
  readonly actor: Actor;
  readonly where: Where;
  readonly place: Place;
  /** The card that it was done on, or that Teams wants anew. */
  readonly clicked: ClickedMessage | undefined;
  /** The bot itself has just been added to this conversation, or taken out of it. */
  readonly bot: 'added' | 'removed' | undefined;
}

/** An error text with its stack trace is a tenth of this. */
const LONGEST_TEXT = 50_000;
const LONGEST_NAME = 100;

/** undefined: no activity of Teams. */
export function readIncoming(activity: Activity): Incoming | undefined {
  const parsed = activitySchema.safeParse(activity);
  if (!parsed.success) return undefined;
  const { type, name, text = '', value, from, recipient, conversation, serviceUrl, replyToId } = parsed.data;
  const tenant = conversation.tenantId ?? parsed.data.channelData?.tenant?.id ?? 'unknown';
  const userId = from.aadObjectId ?? from.id;
  const team = parsed.data.channelData?.team?.id;
  const where = {
    serviceUrl,
    conversation: conversation.id,
    tenant,
    bot: recipient.id,
    ...(team === undefined ? {} : { team }),
    person: { id: from.id, name: (from.name ?? '').slice(0, LONGEST_NAME) },
  };
  const place = writePlace(where, conversation.conversationType === 'personal');
  return {
    type,
    name,
    text: text.slice(0, LONGEST_TEXT),
    value,
    eventId: `teams:${conversation.id}:${parsed.data.id ?? randomUUID()}`,
    actor: { surface: 'teams', workspace: tenant, userId },
    where,
    place,
    clicked: replyToId === undefined ? undefined : { channel: place.channel, message: replyToId },
    bot: botChange(parsed.data),
  };
}

/**
 * https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events: of an upgrade
 * Teams says `remove-upgrade`, and that is no removal.
 */
function botChange(activity: z.infer<typeof activitySchema>): Incoming['bot'] {
  const { type, action, recipient, membersAdded = [], membersRemoved = [], channelData } = activity;
  const isBot = (member: { readonly id: string }) => member.id === recipient.id;
  if (type === 'installationUpdate') return action === 'remove' ? 'removed' : undefined;
  if (membersRemoved.some(isBot) || channelData?.eventType === 'teamDeleted') return 'removed';
  return membersAdded.some(isBot) ? 'added' : undefined;
}

/** The person's own chat with the bot, wherever they are: its id is found out when something is written there. */
export function ownChat({ where }: Incoming): Place {
  return writePlace({ ...where, conversation: OWN_CHAT }, true);
}
