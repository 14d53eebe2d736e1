import { intakeFromText } from '../conversation/index.js';
import type { IntakeFields } from '../conversation/intake.js';
import type { Actor, Place } from '../conversation/investigation.js';
import { undoSlackMarkup } from '../s3/index.js';
import { type ListenerContext, startedFrom, type Taken } from './interaction.js';

export interface TextStart {
  readonly eventId: string;
  readonly actor: Actor;
  readonly place: Place;
  /** As Slack delivers it: links in angle brackets, entities. */
  readonly text: string;
}

/** What people type when they do not know what to type: the same as nothing. */
const HELP = /^\s*(?:help|\?|-h|--help)\s*$/i;

/** Starts an investigation from a text that names bucket and operation; else `ask` gets what could be read. */
export async function startFromText(
  { service }: ListenerContext,
  { eventId, actor, place, text }: TextStart,
  ask: (fields: IntakeFields) => Promise<Taken>,
): Promise<Taken> {
  const { fields, details } = intakeFromText(HELP.test(text) ? '' : undoSlackMarkup(text));
  if (details === undefined) return ask(fields);
  return startedFrom(await service.start({ eventId, actor, place, details }));
}
