import { openIntake } from '../../intake-dialog.js';
import { type Taken, takenFrom } from '../../interaction.js';
import { readPrefill } from '../../prefill.js';
import type { ClickArgs } from './on-click.js';

/**
 * Opens the form afresh, for a new investigation in the same place; on App Home for one in a direct message. On a message that belongs
 * to somebody, only they may; one that has expired stops nobody.
 */
export async function startOver({ context, click, actor, client }: ClickArgs): Promise<Taken> {
  const { investigationId: id, triggerId, origin, value } = click;
  const investigation = id === undefined ? undefined : await context.service.load(id);
  const refusal =
    investigation === undefined ? undefined : await context.service.refuse(investigation, actor);
  if (refusal !== undefined) return takenFrom(refusal);
  const fields = value === undefined ? {} : (readPrefill(value) ?? {});
  return openIntake(context, { client, actor, triggerId, fields, origin });
}
