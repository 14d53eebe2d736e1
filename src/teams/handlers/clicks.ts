import type { Rich } from '../../card/card.js';
import { eventOf } from '../../conversation/actions.js';
import type { InvestigationEvent } from '../../conversation/service.js';
import { assertNever } from '../../errors.js';
import { type Click, readClick } from '../click.js';
import { attempt, namesIn, NOT_TAKEN, type TeamsContext, takenFrom } from '../context.js';
import type { Incoming } from '../incoming.js';
import { eventOn, newShowing } from '../showing.js';
import { askToDelete, listRecent } from './recent.js';
import { aboutOf } from '../render/actions.js';
import { renderCard } from '../render/card.js';
import { type Json, plainText } from '../render/elements.js';
import { renderCardPage } from '../render/pages.js';
import { renderValueForm } from '../render/value-form.js';

/** What a click comes to, for the person who made it; the living card itself is updated by the conversation. */
export type Reaction =
  | { readonly kind: 'line'; readonly text: string; readonly taken: boolean }
  /** The living card as it is now, for whoever sees something else in its place. */
  | { readonly kind: 'card'; readonly card: Json }
  /** Something else in the living card's place: a form, a page of all it says. */
  | { readonly kind: 'page'; readonly card: Json }
  | { readonly kind: 'nothing' };

type ActionClick = Extract<Click, { kind: 'action' }>;
type ViewClick = Extract<Click, { kind: 'view' }>;

const UNKNOWN_BUTTON: Rich = [
  'I do not know what this button belongs to. Start a new one by writing me the error text.',
];
const NOTHING_CHOSEN: Rich = ['Choose something in the menu above the button first.'];
const TAKEN: Rich = ['That was taken. The card follows in a moment.'];
const NOTHING: Reaction = { kind: 'nothing' };

/** Somebody clicked on a card. Never rejects. */
export async function takeClick(context: TeamsContext, incoming: Incoming): Promise<Reaction> {
  const click = readClick(incoming.value);
  if (click === undefined) return say(UNKNOWN_BUTTON);
  switch (click.kind) {
    case 'nothing_chosen':
      return say(NOTHING_CHOSEN);
    case 'view':
      return takeView(context, incoming, click);
    case 'list':
      return takeList(context, incoming, click.deletes);
    case 'action':
      return takeAction(context, incoming, click);
    default:
      return assertNever(click, 'click');
  }
}

function say(text: Rich, taken = true): Reaction {
  return { kind: 'line', text: plainText(text), taken };
}

async function takeList(
  context: TeamsContext,
  incoming: Incoming,
  deletes: string | undefined,
): Promise<Reaction> {
  const shown = await attempt(context, 'view:recent', async () =>
    asks(
      await (deletes === undefined ? listRecent(context, incoming) : askToDelete(context, incoming, deletes)),
    ),
  );
  return 'kind' in shown ? shown : say(shown.say, false);
}

/** Changes nothing but what this person sees. */
async function takeView(context: TeamsContext, incoming: Incoming, click: ViewClick): Promise<Reaction> {
  const shown = await attempt(context, `view:${click.shows}`, () => view(context, incoming, click));
  if ('kind' in shown) return shown;
  return click.automatic ? NOTHING : say(shown.say, false);
}

async function view(
  { service }: TeamsContext,
  { actor, where, clicked }: Incoming,
  { shows, investigation, page, automatic }: ViewClick,
): Promise<Reaction> {
  const card = await service.card(investigation, actor, clicked);
  if (card === undefined) return automatic ? NOTHING : say(UNKNOWN_BUTTON);
  const whole = shows === 'whole' ? renderCardPage(card, page) : undefined;
  if (whole !== undefined) return { kind: 'page', card: whole };
  return { kind: 'card', card: renderCard(card, { owner: where.person.id, shown: newShowing() }).card };
}

async function takeAction(context: TeamsContext, incoming: Incoming, click: ActionClick): Promise<Reaction> {
  const { investigation } = click;
  const event = eventFrom(click);
  if (investigation === undefined || event === undefined) return say(UNKNOWN_BUTTON);
  const kind = `action:${click.action.kind}`;
  const taken = await attempt(context, kind, () =>
    handle(context, incoming, { ...click, investigation, event }),
  );
  if ('kind' in taken) return taken;
  context.metrics?.countInteraction('teams', kind, taken.outcome);
  if (taken.say === undefined)
    return click.inList
      ? takeList(context, incoming, undefined)
      : showTaken(context, incoming, investigation);
  const text = plainText(taken.say, await namesIn(context, incoming.actor, taken.say));
  return { kind: 'line', text, taken: !NOT_TAKEN.has(taken.outcome) };
}

interface Deed extends Pick<ActionClick, 'inList' | 'shown'> {
  readonly investigation: string;
  readonly event: InvestigationEvent;
}

async function handle(
  { service }: TeamsContext,
  incoming: Incoming,
  { investigation, event, inList, shown }: Deed,
) {
  const { actor } = incoming;
  const eventId = eventOn(incoming, shown, [investigation, event]);
  const about = aboutOf(investigation, shown);
  // The list of recent investigations is not the card of any.
  const clicked = inList ? undefined : incoming.clicked;
  const outcome = await service.handle(investigation, eventId, actor, event, clicked);
  if (outcome.outcome === 'needs_value') return asks(renderValueForm(outcome.dialog, about));
  if (outcome.outcome !== 'invalid' || event.kind !== 'answer.submitted') return takenFrom(outcome);
  // What was typed is no such thing: asked again, with what is wrong beside it.
  const { value = '', ...bare } = event;
  const again = await service.handle(investigation, eventId, actor, bare, clicked);
  if (again.outcome !== 'needs_value') return takenFrom(again);
  const wrong = { value, problem: plainText(outcome.message) };
  return asks(renderValueForm(again.dialog, about, wrong));
}

function asks(card: Json): Reaction {
  return { kind: 'page', card };
}

function eventFrom({ action, value }: ActionClick): InvestigationEvent | undefined {
  const event = eventOf(action);
  return event?.kind === 'answer.submitted' && value !== undefined ? { ...event, value } : event;
}

/** It was taken, whether or not the card can be had now. */
async function showTaken(
  context: TeamsContext,
  incoming: Incoming,
  investigation: string,
): Promise<Reaction> {
  const click = { kind: 'view', shows: 'refresh', investigation, page: 0, automatic: false } as const;
  const shown = await attempt(context, 'view:refresh', () => view(context, incoming, click));
  return 'kind' in shown ? shown : say(TAKEN);
}
