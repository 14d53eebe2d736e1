import { z } from 'zod';
import { type ClickedAction, parseAction } from '../conversation/actions.js';
import { VIEW_ACTIONS } from './render/actions.js';

/** What a card sends back: `Action.Submit` the data itself, `Action.Execute` within an action. Inputs stand beside ours. */
const dataSchema = z.object({
  action: z.string().max(255),
  block: z.string().max(255).default(''),
  investigation: z.string().max(128).optional(),
  value: z.string().max(200_000).optional(),
  change: z.string().max(255).optional(),
  switch_flow: z.string().max(255).optional(),
  list: z.literal(true).optional(),
  shown: z.string().max(64).optional(),
});
const { recent, confirmDelete, ...ofOne } = VIEW_ACTIONS;
const listSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal(recent) }),
  z.object({ action: z.literal(confirmDelete), investigation: z.string().max(128) }),
]);
const viewSchema = z.object({
  action: z.enum(ofOne),
  investigation: z.string().max(128),
  page: z.number().int().min(0).default(0),
});
const executeSchema = z.object({
  action: z.object({ data: z.unknown().optional() }),
  trigger: z.string().optional(),
});

export type Click =
  | {
      readonly kind: 'action';
      readonly action: ClickedAction;
      readonly investigation: string | undefined;
      /** What was typed where the option asks for something. */
      readonly value: string | undefined;
      /** It was made in the list of recent investigations. */
      readonly inList: boolean;
      /** On which showing of the card. */
      readonly shown: string | undefined;
    }
  /** The list of recent investigations; with `deletes` whether that one is to be deleted. */
  | { readonly kind: 'list'; readonly deletes: string | undefined }
  /** A menu's button without a choice in the menu. */
  | { readonly kind: 'nothing_chosen' }
  | {
      readonly kind: 'view';
      readonly shows: 'refresh' | 'whole';
      readonly investigation: string;
      readonly page: number;
      /** Teams itself asks, and nobody clicked. */
      readonly automatic: boolean;
    };

/** undefined: no click of ours, or one that was tampered with. */
export function readClick(value: unknown): Click | undefined {
  const executed = executeSchema.safeParse(value);
  const data = executed.success ? executed.data.action.data : value;
  const view = viewSchema.safeParse(data);
  if (view.success) {
    const { action, investigation, page } = view.data;
    const shows = action === VIEW_ACTIONS.whole ? 'whole' : 'refresh';
    return { kind: 'view', shows, investigation, page, automatic: executed.data?.trigger === 'automatic' };
  }
  const list = listSchema.safeParse(data);
  if (list.success)
    return { kind: 'list', deletes: 'investigation' in list.data ? list.data.investigation : undefined };
  const parsed = dataSchema.safeParse(data);
  return parsed.success ? readAction(parsed.data) : undefined;
}

function readAction(data: z.infer<typeof dataSchema>): Click | undefined {
  const actionId = actionIdOf(data);
  if (actionId === undefined) return { kind: 'nothing_chosen' };
  const action = parseAction(actionId, data.block);
  const { investigation, value, list, shown } = data;
  return action === undefined
    ? undefined
    : { kind: 'action', action, investigation, value, inList: list === true, shown };
}

/** A menu's choice stands in its own input. */
function actionIdOf(data: z.infer<typeof dataSchema>): string | undefined {
  const { action } = data;
  if (action !== 'change' && action !== 'switch_flow') return action;
  const chosen = data[action];
  return chosen === undefined || chosen === '' ? undefined : `${action}:${chosen}`;
}
