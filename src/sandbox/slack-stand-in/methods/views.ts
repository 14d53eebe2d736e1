import { z } from 'zod';
import { assertNever } from '../../../errors.js';
import { json } from '../api-arguments.js';
import { type ApiMethod, apiMethod, type ApiResponse, refuse } from '../api-method.js';
import { complaintsOf } from '../block-kit/complaints.js';
import { homeDefinition, modalDefinition } from '../block-kit/views.js';
import { homeObject, modalObject } from '../slack-objects.js';
import type { StandInState } from '../state.js';
import type { Trigger } from '../tickets.js';

const triggered = z.object({
  trigger_id: z.string().optional(),
  interactivity_pointer: z.string().optional(),
  view: json(z.unknown()),
});

const open = apiMethod(triggered, (state, args) => {
  const trigger = redeem(state, args.trigger_id ?? args.interactivity_pointer);
  if ('ok' in trigger) return trigger;
  const view = check(modalDefinition, args.view);
  if (view.outcome === 'refused') return view.response;
  return { ok: true, view: modalObject(state.views.open(trigger.userId, view.definition)) };
});

const push = apiMethod(triggered, (state, args) => {
  const trigger = redeem(state, args.trigger_id ?? args.interactivity_pointer);
  if ('ok' in trigger) return trigger;
  const view = check(modalDefinition, args.view);
  if (view.outcome === 'refused') return view.response;
  if (trigger.viewId === undefined) return refuse('not_found');
  const modal = state.views.push(trigger.userId, view.definition);
  return modal === undefined ? refuse('push_limit_reached') : { ok: true, view: modalObject(modal) };
});

const update = apiMethod(
  z.object({
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
    view: json(z.unknown()),
  }),
  (state, args) => {
    const view = check(modalDefinition, args.view);
    if (view.outcome === 'refused') return view.response;
    const modal =
      args.view_id === undefined
        ? state.views.findExternal(args.external_id ?? '')
        : state.views.find(args.view_id);
    if (modal === undefined) return refuse('not_found');
    if (args.hash !== undefined && args.hash !== modal.hash) return refuse('hash_conflict');
    return { ok: true, view: modalObject(state.views.update(modal, view.definition)) };
  },
);

const publish = apiMethod(
  z.object({ user_id: z.string(), hash: z.string().optional(), view: json(z.unknown()) }),
  (state, args) => {
    if (state.workspace.person(args.user_id) === undefined) return refuse('user_not_found');
    const view = check(homeDefinition, args.view);
    if (view.outcome === 'refused') return view.response;
    const shown = state.views.home(args.user_id);
    if (args.hash !== undefined && args.hash !== shown?.hash) return refuse('hash_conflict');
    return { ok: true, view: homeObject(state.views.publish(args.user_id, view.definition)) };
  },
);

/** Slack's errors for a trigger: too old, used already, never issued. */
function redeem(state: StandInState, ticket: string | undefined): Trigger | ApiResponse {
  if (ticket === undefined) return refuse('invalid_arguments', ['missing required field: trigger_id']);
  const redeemed = state.triggers.redeem(ticket);
  switch (redeemed.outcome) {
    case 'valid':
      return redeemed.subject;
    case 'expired':
      return refuse('expired_trigger_id');
    case 'used_up':
      return refuse('exchanged_trigger_id');
    case 'unknown':
      return refuse('invalid_trigger_id');
    default:
      return assertNever(redeemed, 'redemption');
  }
}

type Checked<T> =
  | { readonly outcome: 'valid'; readonly definition: T }
  | { readonly outcome: 'refused'; readonly response: ApiResponse };

function check<T extends z.ZodType>(schema: T, view: unknown): Checked<z.infer<T>> {
  const parsed = schema.safeParse(view);
  if (parsed.success) return { outcome: 'valid', definition: parsed.data };
  return { outcome: 'refused', response: refuse('invalid_arguments', complaintsOf(parsed.error, 'view')) };
}

export const VIEW_METHODS: Readonly<Record<string, ApiMethod>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
