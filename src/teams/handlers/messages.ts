import { intakeFromText } from '../../conversation/index.js';
import type { IntakeFields } from '../../conversation/intake.js';
import { attempt, type Taken, takenFrom, type TeamsContext } from '../context.js';
import type { Incoming } from '../incoming.js';

const HELP = /^\s*(?:(?:help|start|hi|hello|\?)\s*)?$/i;
/** People who know the bot from Slack type its command. */
const COMMAND = /^\s*\/?s3denied\b/i;
/** A mention (of the bot, for it is not told of others' messages), and the space that Teams puts behind it. */
const MENTION = /<at\b[^<>]*>[^<>]*<\/at>(?:&nbsp;)?/gi;

export type Reply =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'line'; readonly taken: Required<Taken> }
  | { readonly kind: 'welcome'; readonly fields: IntakeFields };

/** Somebody wrote to the bot or mentioned it: starts at once where bucket and operation can be read, else offers the form. */
export async function takeText(context: TeamsContext, incoming: Incoming): Promise<Reply> {
  const said = incoming.text.replaceAll(MENTION, ' ').replace(COMMAND, '');
  const { fields, details } = intakeFromText(HELP.test(said) ? '' : said);
  if (details === undefined) return { kind: 'welcome', fields };
  const { eventId, actor, place } = incoming;
  const taken = await attempt<Taken>(context, 'message', async () => {
    return takenFrom(await context.service.start({ eventId, actor, place, details }));
  });
  const { outcome, say } = taken;
  context.metrics?.countInteraction('teams', 'message', outcome);
  return say === undefined ? { kind: 'nothing' } : { kind: 'line', taken: { outcome, say } };
}
