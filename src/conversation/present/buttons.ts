import type { CardBlock, CardButton } from '../../card/card.js';
import type { Investigation } from '../investigation.js';
import type { PresentDeps } from './types.js';

type Buttons = Extract<CardBlock, { readonly kind: 'buttons' }>;

export const EDIT_DETAILS: CardButton = { actionId: 'edit_details', text: 'Edit details' };
export const START_OVER: CardButton = { actionId: 'start_over', text: 'Start over' };

/** In a channel, where others read along. */
export function privacyButton({ owner, place }: Investigation, { more }: PresentDeps): readonly CardButton[] {
  return place.direct || more?.has(owner.surface) !== true
    ? []
    : [{ actionId: 'keep_private', text: 'Keep this private' }];
}

/** The row under every card; its block id must differ from a question's. */
export function actionsRow(buttons: readonly CardButton[], blockId = 'actions'): Buttons {
  return { kind: 'buttons', blockId, buttons };
}
