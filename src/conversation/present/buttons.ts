import type { CardBlock, CardButton } from '../../card/card.js';

type Buttons = Extract<CardBlock, { readonly kind: 'buttons' }>;

export const EDIT_DETAILS: CardButton = { actionId: 'edit_details', text: 'Edit details' };
export const START_OVER: CardButton = { actionId: 'start_over', text: 'Start over' };

/** The row under every card; its block id must differ from a question's. */
export function actionsRow(buttons: readonly CardButton[], blockId = 'actions'): Buttons {
  return { kind: 'buttons', blockId, buttons };
}
