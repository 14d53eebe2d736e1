import { fieldsOf } from '../../../conversation/index.js';
import { openIntake } from '../../intake-dialog.js';
import { type Taken, takenFrom } from '../../interaction.js';
import { type ClickArgs, UNKNOWN_BUTTON } from './on-click.js';

/** Opens the form with today's values, for those who may change them. */
export async function editDetails({ context, click, actor, client }: ClickArgs): Promise<Taken> {
  const { investigationId: edits, triggerId, origin } = click;
  const investigation = edits === undefined ? undefined : await context.service.load(edits);
  if (edits === undefined || investigation === undefined) return UNKNOWN_BUTTON;
  const refusal = await context.service.refuse(investigation, actor);
  if (refusal !== undefined) return takenFrom(refusal);
  const fields = fieldsOf(investigation.details);
  return openIntake(context, { client, actor, triggerId, fields, origin: { ...origin, edits } });
}
