import type { types } from '@slack/bolt';
import { COMMAND } from '../ids.js';
import { plain, renderButton, section } from './blocks.js';

/** The App Home: what the bot does, and a way in. Its result comes as a direct message. */
export function renderHome(): types.HomeView {
  return {
    type: 'home',
    blocks: [
      { type: 'header', text: plain('header', 'Why did Amazon S3 say Access Denied?') },
      section(
        'Give me the error text or the address. I find out which policy or setting denied the request, and what to change: by myself where I may read the settings, else by a few questions.',
      ),
      {
        type: 'actions',
        block_id: 'home',
        elements: [
          renderButton({ actionId: 'start_over', text: 'Find out why', style: 'primary' }, undefined),
        ],
      },
      { type: 'divider' },
      section(
        `Elsewhere: type \`${COMMAND}\` in any channel, choose *Diagnose this S3 error* from a message's menu, mention me, or write me a direct message with the error text.`,
      ),
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: 'I only read. I never change anything in AWS.' }],
      },
    ],
  };
}
