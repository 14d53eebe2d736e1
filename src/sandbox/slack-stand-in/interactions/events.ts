import { createId } from '../ids.js';
import { APP, PEOPLE, type Person, TEAM } from '../people.js';
import { homeObject, type SlackObject } from '../slack-objects.js';
import type { Channel } from '../workspace.js';
import type { Delivery } from '../delivery.js';
import { complaintAbout, DONE, type InteractionContext, type InteractionOutcome } from './context.js';
import { storeText } from './escape.js';
import { eventEnvelope } from './payloads.js';

/** https://docs.slack.dev/apis/events-api/#retries: at once, after a minute, after five. */
const RETRY_DELAYS_MS = [0, 60_000, 300_000];

const MENTIONS = new Map([
  ...PEOPLE.map((one) => [one.name, one.id] as const),
  [APP.name, APP.userId] as const,
]);

/** A message that a person writes. The bot hears of it in its direct conversation, and where it is mentioned. */
export async function sayMessage(
  context: InteractionContext,
  person: Person,
  channel: Channel,
  text: string,
  threadTs?: string,
): Promise<InteractionOutcome> {
  const message = context.state.workspace.post({
    channel: channel.id,
    user: person.id,
    fromApp: false,
    text: storeText(text, MENTIONS),
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  const direct = channel.directWith !== undefined;
  const mentioned = message.text.includes(`<@${APP.userId}>`) && channel.appIsMember;
  if (!direct && !mentioned) return DONE;
  return sendEvent(context, {
    type: direct ? 'message' : 'app_mention',
    ...(direct ? { channel_type: 'im' } : {}),
    user: person.id,
    text: message.text,
    ts: message.ts,
    event_ts: message.ts,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    channel: channel.id,
    team: TEAM.id,
  });
}

/** The person opens the app's own tab. */
export function openHome(context: InteractionContext, person: Person, tab: 'home' | 'messages') {
  const { state, now } = context;
  const home = state.views.home(person.id);
  return sendEvent(context, {
    type: 'app_home_opened',
    user: person.id,
    channel: state.workspace.openDirect(person.id).id,
    tab,
    event_ts: `${Math.floor(now() / 1000)}.000000`,
    ...(home === undefined ? {} : { view: homeObject(home) }),
  });
}

async function sendEvent(context: InteractionContext, event: SlackObject): Promise<InteractionOutcome> {
  const envelope = eventEnvelope(createId('Ev'), context.now(), event);
  const delivery = await context.courier.event(envelope);
  if (delivery.outcome !== 'acked') void retry(context, envelope, delivery);
  return complaintAbout(delivery, 'The event') ?? DONE;
}

async function retry({ courier }: InteractionContext, envelope: SlackObject, first: Delivery): Promise<void> {
  let last = first;
  for (const [index, delay] of RETRY_DELAYS_MS.entries()) {
    await sleep(delay);
    const reason = last.outcome === 'late' ? 'http_timeout' : 'http_error';
    last = await courier.event(envelope, { number: index + 1, reason });
    if (last.outcome === 'acked') return;
  }
}

/** Does not hold the process open. */
function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
