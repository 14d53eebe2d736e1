import type { Rich } from '../../card/card.js';
import { intakeFromText } from '../../conversation/index.js';
import type { IntakeFields } from '../../conversation/intake.js';
import { attempt, NOT_TAKEN, type Taken, takenFrom, type TeamsContext } from '../context.js';
import { MENTION } from '../html.js';
import type { Incoming } from '../incoming.js';
import type { Json } from '../render/elements.js';
import { listRecent } from './recent.js';

const HELP = /^\s*(?:(?:help|start|hi|hello|\?)\s*)?$/i;
/** People who know the bot from Slack type its command. */
const COMMAND = /^\s*\/?s3denied\b/i;

/** What a Slack App Home shows, on demand. */
const RECENT = /^\s*(?:recent|list|(?:my |recent |my recent )?investigations)\s*$/i;
const ELSEWHERE: Rich = ['I show you your investigations in our own chat only: write “recent” to me there.'];

export type Reply =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'card'; readonly card: Json }
  | { readonly kind: 'line'; readonly say: Rich; readonly taken: boolean }
  | { readonly kind: 'welcome'; readonly fields: IntakeFields };

/** Somebody wrote to the bot or mentioned it: starts at once where bucket and operation can be read, else offers the form. */
export async function takeText(context: TeamsContext, incoming: Incoming): Promise<Reply> {
  const said = incoming.text.replaceAll(MENTION, ' ').replace(COMMAND, '');
  if (RECENT.test(said)) return recent(context, incoming);
  const { fields, details } = intakeFromText(HELP.test(said) ? '' : said);
  if (details === undefined) return { kind: 'welcome', fields };
  const { eventId, actor, place } = incoming;
  const taken = await attempt<Taken>(context, 'message', async () => {
    return takenFrom(await context.service.start({ eventId, actor, place, details }));
  });
  const { outcome, say } = taken;
  context.metrics?.countInteraction('teams', 'message', outcome);
  return say === undefined ? { kind: 'nothing' } : { kind: 'line', say, taken: !NOT_TAKEN.has(outcome) };
}

async function recent(context: TeamsContext, incoming: Incoming): Promise<Reply> {
  if (!incoming.place.direct) return { kind: 'line', say: ELSEWHERE, taken: true };
  const shown = await attempt<Reply>(context, 'message:recent', async () => ({
    kind: 'card',
    card: await listRecent(context, incoming),
  }));
  return 'kind' in shown ? shown : { kind: 'line', say: shown.say, taken: false };
}
