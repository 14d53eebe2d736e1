import type { IntakeField } from '../conversation/intake.js';

/** Every id that goes to Slack and comes back is built or parsed here. They are outward: docs, tests and the sandbox rely on them. */
export const COMMAND = '/s3denied';

export const SHORTCUTS = { global: 'diagnose_s3_denial', message: 'diagnose_message' } as const;

export const INTAKE_CALLBACK = 'intake';
/** The action id of each of the intake's inputs; the block id is the field's name. */
export const INTAKE_INPUT = 'value';

export const INTAKE_FIELDS = [
  'error_text',
  'resource',
  'principal',
  'operation',
  'network',
  'audit',
] as const satisfies readonly IntakeField[];

export const AUDIT_OPTION = 'audit';

/** The dialog that asks for the value of an option; its inputs have the block ids `value`, `value~2`, … */
export const ANSWER_CALLBACK = 'answer';
export const VALUE_BLOCK = 'value';

/** The dialog for a note to the support channel; its input is named the same. */
export const NOTE_CALLBACK = 'note';
export const NOTE_BLOCK = 'note';

/** The dialog that asks for a channel to share a result in; its one input. */
export const SHARE_CALLBACK = 'share';
export const SHARE_BLOCK = 'channel';

/** A button that is only a link: Slack tells of the click all the same. */
export const OPEN_LINK = 'open';

/** The buttons and menus that tell the conversation something. */
export const TOLD_ACTION =
  /^(?:(?:answer|how_to|format):|feedback:(?:solved|unsolved)$|(?:change|switch_flow)(?::|$)|(?:post_to_support|recheck|show_checks|keep_looking|show_result|keep_private|resume|delete)$)/;

/** Opaque to us; this only keeps nonsense from the store. */
const INVESTIGATION_ID = /^[\w.:-]{1,128}$/;

export function continuedBlockId(blockId: string, part: number): string {
  return part === 0 ? blockId : `${blockId}~${part + 1}`;
}

/** The block of a card's menus: a menu has no value of its own that could hold the investigation's id. */
export function choicesBlockId(investigationId: string): string {
  return `choices:${investigationId}`;
}

export function investigationOfBlock(blockId: string): string | undefined {
  return /^choices:(.+)$/.exec(blockId)?.[1];
}

export function isValueBlock(blockId: string): boolean {
  return /^value(?:~\d)?$/.test(blockId);
}

export function isInvestigationId(value: string): boolean {
  return INVESTIGATION_ID.test(value);
}

/** Ids of events: the same for every delivery of the same click, command, submission or message. */
export const eventIds = {
  command: (triggerId: string) => `command:${triggerId}`,
  action: (triggerId: string, actionId: string) => `action:${triggerId}:${actionId}`,
  view: (viewId: string) => `view:${viewId}`,
  event: (eventId: string) => `event:${eventId}`,
} as const;
