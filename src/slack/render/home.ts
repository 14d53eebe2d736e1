import type { types } from '@slack/bolt';
import type { Rich } from '../../card/card.js';
import type { RecentInvestigation } from '../../conversation/service.js';
import { COMMAND, OPEN_LINK } from '../ids.js';
import { within } from '../limits.js';
import { type Block, contextOf, plain, renderButton, section } from './blocks.js';
import { fitRich } from './mrkdwn.js';

export interface Home {
  /** undefined: it cannot be told now. */
  readonly recent: readonly RecentInvestigation[] | undefined;
  /** The accounts that this person may have read; undefined: it cannot be told now. */
  readonly accounts: readonly string[] | undefined;
  /** Why this person may not start an investigation from here; undefined: they may. */
  readonly mayNotStart: Rich | undefined;
}

const START: Block = {
  type: 'actions',
  block_id: 'home',
  elements: [renderButton({ actionId: 'start_over', text: 'Find out why', style: 'primary' }, undefined)],
};

/** The App Home: a way in, what this person has started lately, and what the bot may do for them. */
export function renderHome({ recent, accounts, mayNotStart }: Home): types.HomeView {
  return {
    type: 'home',
    blocks: [
      { type: 'header', text: plain('header', 'Why did Amazon S3 say Access Denied?') },
      section(
        'Give me the error text or the address. I find out which policy or setting denied the request, and what to change: by myself where I may read the settings, else by a few questions.',
      ),
      mayNotStart === undefined ? START : section(fitRich(mayNotStart, 1000)),
      ...recentBlocks(recent),
      { type: 'divider' },
      { type: 'header', text: plain('header', 'What I may do for you') },
      section(accountsInWords(accounts)),
      section(
        `Elsewhere: type \`${COMMAND}\` in any channel, choose *Diagnose this S3 error* from a message's menu, mention me, or write me a direct message with the error text.`,
      ),
      ...contextOf('I only read. I never change anything in AWS.'),
    ],
  };
}

function recentBlocks(recent: Home['recent']): readonly Block[] {
  if (recent?.length === 0) return [];
  return [
    { type: 'divider' },
    { type: 'header', text: plain('header', 'Your recent investigations') },
    ...(recent === undefined
      ? [section('I cannot look them up at the moment. They are not lost: open this page again in a minute.')]
      : recent.flatMap(investigationBlocks)),
  ];
}

function investigationBlocks(investigation: RecentInvestigation): readonly Block[] {
  const { id, title, state, started } = investigation;
  const name = fitRich([{ kind: 'code', text: title }], 600);
  return [
    section(`${name}\n${fitRich([state], 1000)} · ${fitRich(['started ', started], 200)}`),
    { type: 'actions', block_id: within('blockId', `recent:${id}`), elements: [...buttonsOf(investigation)] },
  ];
}

function buttonsOf({ id, title, place, postable, shareable }: RecentInvestigation): readonly types.Button[] {
  const text = `${title}: what I know of it, my message and its files. This cannot be undone.`;
  const confirm = { title: 'Delete this investigation?', text, confirm: 'Delete', deny: 'Keep' };
  return [
    place.direct || place.permalink === undefined
      ? renderButton({ actionId: 'resume', text: 'Show it to me' }, id)
      : {
          ...renderButton({ actionId: OPEN_LINK, text: 'Open' }, id),
          url: within('buttonUrl', place.permalink),
        },
    ...(postable ? [renderButton({ actionId: 'post_to_support', text: 'Post to support' }, id)] : []),
    ...(shareable ? [renderButton({ actionId: 'share', text: 'Share …' }, id)] : []),
    renderButton({ actionId: 'delete', text: 'Delete', style: 'danger', confirm }, id),
  ];
}

/** More ids than this help nobody. */
const NAMED = 8;

function accountsInWords(accounts: Home['accounts']): string {
  if (accounts === undefined) return 'I cannot find out at the moment which AWS accounts I may read for you.';
  if (accounts.length === 0)
    return 'I may not read any AWS account for you, so I go by what you tell me. Who runs me can change that.';
  const ids = accounts.slice(0, NAMED).map((id) => fitRich([{ kind: 'code', text: id }], 40));
  const more = accounts.length > NAMED ? ` and ${accounts.length - NAMED} more` : '';
  const count = accounts.length === 1 ? 'this AWS account' : `these ${accounts.length} AWS accounts`;
  return `I may read the settings of ${count} for you: ${ids.join(', ')}${more}.`;
}
