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

export const PLAIN_ACTIONS = [
  'post_to_support',
  'recheck',
  'show_checks',
  'edit_details',
  'start_over',
] as const;

/** What a person clicked, from the action id and, for an answer, the block id. */
export type ClickedAction =
  | { readonly kind: 'answer'; readonly step: string; readonly option: string }
  | { readonly kind: 'how_to'; readonly step: string }
  | { readonly kind: 'feedback'; readonly solved: boolean }
  | { readonly kind: (typeof PLAIN_ACTIONS)[number] };

/** What Bolt matches action ids with. Anything that is not here, nobody listens to. */
export const ACTION_PATTERNS = {
  answer: /^answer:/,
  howTo: /^how_to:/,
  feedback: /^feedback:(?:solved|unsolved)$/,
} as const;

const NAME = /^[\w.-]{1,120}$/;
/** A question with more buttons than one block takes goes on in blocks whose ids end in `~2`, `~3`, … */
const QUESTION = /^question:([\w.-]{1,120})(?:~\d+)?$/;
/** Opaque to us; this only keeps nonsense from the store. */
const INVESTIGATION_ID = /^[\w.:-]{1,128}$/;

/** undefined: no action of ours, or one that was tampered with. */
export function parseAction(actionId: string, blockId: string): ClickedAction | undefined {
  const plain = PLAIN_ACTIONS.find((name) => name === actionId);
  if (plain !== undefined) return { kind: plain };
  const separator = actionId.indexOf(':');
  const kind = actionId.slice(0, separator);
  const rest = actionId.slice(separator + 1);
  if (separator < 0 || !NAME.test(rest)) return undefined;
  if (kind === 'how_to') return { kind, step: rest };
  if (kind === 'feedback')
    return rest === 'solved' || rest === 'unsolved' ? { kind, solved: rest === 'solved' } : undefined;
  const step = QUESTION.exec(blockId)?.[1];
  return kind === 'answer' && step !== undefined ? { kind, step, option: rest } : undefined;
}

export function continuedBlockId(blockId: string, part: number): string {
  return part === 0 ? blockId : `${blockId}~${part + 1}`;
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
