import { assertNever } from '../errors.js';
import { SNIPPET_FORMATS, type SnippetFormat } from '../diagnosis/types.js';
import type { InvestigationEvent } from './service.js';

/**
 * The outward action ids of every surface: Slack's `action_id`, Teams's `data.action`. `answer:<option>` stands on the block
 * `question:<step>`; docs, tests and the sandbox rely on them.
 */
const PLAIN_ACTIONS = [
  'post_to_support',
  'recheck',
  'show_checks',
  'keep_looking',
  'show_result',
  'edit_details',
  'start_over',
  'add_note',
  'share',
  'keep_private',
  'resume',
  'delete',
] as const;

/** What a person clicked. */
export type ClickedAction =
  | { readonly kind: 'answer'; readonly step: string; readonly option: string }
  | { readonly kind: 'how_to'; readonly step: string }
  | { readonly kind: 'change'; readonly step: string }
  | { readonly kind: 'switch_flow'; readonly flowId: string }
  | { readonly kind: 'feedback'; readonly solved: boolean }
  | { readonly kind: 'format'; readonly format: SnippetFormat }
  | { readonly kind: (typeof PLAIN_ACTIONS)[number] };

const NAME = /^[\w.-]{1,120}$/;
/** A question with more buttons than one block takes goes on in blocks whose ids end in `~2`, `~3`, … */
const QUESTION = /^question:([\w.-]{1,120})(?:~\d+)?$/;

/** undefined: no action of ours, or one that was tampered with. */
export function parseAction(actionId: string, blockId: string): ClickedAction | undefined {
  const plain = PLAIN_ACTIONS.find((name) => name === actionId);
  if (plain !== undefined) return { kind: plain };
  const separator = actionId.indexOf(':');
  const kind = actionId.slice(0, separator);
  const rest = actionId.slice(separator + 1);
  if (separator < 0 || !isName(rest)) return undefined;
  if (kind === 'how_to' || kind === 'change') return { kind, step: rest };
  if (kind === 'switch_flow') return { kind, flowId: rest };
  if (kind === 'feedback')
    return rest === 'solved' || rest === 'unsolved' ? { kind, solved: rest === 'solved' } : undefined;
  if (kind === 'format') {
    const format = SNIPPET_FORMATS.find((name) => name === rest);
    return format && { kind, format };
  }
  const step = QUESTION.exec(blockId)?.[1];
  return kind === 'answer' && step !== undefined ? { kind, step, option: rest } : undefined;
}

/** Whether a text can be the id of a step or an option. */
export function isName(value: string): boolean {
  return NAME.test(value);
}

/** undefined: this button opens a form instead. */
export function eventOf(action: ClickedAction): InvestigationEvent | undefined {
  switch (action.kind) {
    case 'answer':
      return { kind: 'answer.submitted', step: action.step, option: action.option };
    case 'how_to':
      return { kind: 'how_to.toggled', step: action.step };
    case 'change':
      return { kind: 'change.toggled', step: action.step };
    case 'switch_flow':
      return { kind: 'flow.switched', flowId: action.flowId };
    case 'feedback':
      return { kind: 'feedback.given', solved: action.solved };
    case 'post_to_support':
      return { kind: 'support.requested' };
    case 'recheck':
      return { kind: 'recheck.requested' };
    case 'show_checks':
      return { kind: 'checks.toggled' };
    case 'keep_looking':
      return { kind: 'further.requested' };
    case 'show_result':
      return { kind: 'further.ended' };
    case 'format':
      return { kind: 'format.chosen', format: action.format };
    case 'keep_private':
      return { kind: 'privacy.requested' };
    case 'resume':
      return { kind: 'resume.requested' };
    case 'delete':
      return { kind: 'deletion.requested' };
    case 'add_note':
    case 'share':
    case 'edit_details':
    case 'start_over':
      return undefined;
    default:
      return assertNever(action, 'action');
  }
}
