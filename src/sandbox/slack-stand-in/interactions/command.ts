import { COMMANDS, type Person } from '../people.js';
import { parseAnswer, placeAnswer } from '../response-url.js';
import type { Channel } from '../workspace.js';
import {
  complaintAbout,
  DONE,
  failed,
  type InteractionContext,
  type InteractionOutcome,
  ticketsFor,
} from './context.js';
import { escapeText } from './escape.js';
import { commandFields } from './payloads.js';

/** `/s3denied …` typed into a channel. The bot's response body, if any, is shown to that person. */
export async function runCommand(
  { state, courier }: InteractionContext,
  person: Person,
  channel: Channel,
  line: string,
): Promise<InteractionOutcome> {
  const [command, text] = splitOnce(line.trim());
  if (!COMMANDS.some((known) => known.command === command)) {
    return failed(`${command} is not a valid command. This workspace knows ${COMMANDS[0].command}.`);
  }
  const place = { userId: person.id, channel: channel.id };
  const delivery = await courier.command({
    ...commandFields(channel, person, { command, text: escapeText(text) }),
    ...ticketsFor(state, { userId: person.id }, place),
  });
  if (delivery.outcome !== 'acked') return complaintAbout(delivery, command) ?? DONE;
  if (delivery.body === undefined) return DONE;
  const answer = parseAnswer(typeof delivery.body === 'string' ? { text: delivery.body } : delivery.body);
  if (!answer.success) return failed(`${command} answered with something that is no message.`);
  const placed = placeAnswer(state, place, answer.data);
  return placed.status === 200
    ? DONE
    : failed(`${command} answered with a message that Slack refuses: ${placed.text}.`);
}

/** The first word, and the rest with its line breaks. */
function splitOnce(line: string): readonly [string, string] {
  const end = line.search(/\s/);
  return end === -1 ? [line, ''] : [line.slice(0, end), line.slice(end + 1).trim()];
}
