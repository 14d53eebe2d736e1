import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Loose } from '../support/slack-api.js';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const ERROR =
  'User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/a.txt" because no identity-based policy allows the s3:GetObject action';

function openedForm(): Loose {
  const { view } = bot.api.last('views.open').args;
  return { view, ...Object.fromEntries(view.blocks.map((block: Loose) => [block.block_id, block.element])) };
}

describe('shortcuts', () => {
  it('diagnose_s3_denial opens an empty form whose result comes as a direct message', async () => {
    expect((await bot.slack.shortcut('diagnose_s3_denial')).status).toBe(200);
    expect(JSON.parse(openedForm().view.private_metadata)).toEqual({ v: 1 });
  });

  const MESSAGES = [
    { name: 'its text', message: { text: ERROR } },
    {
      name: 'its blocks',
      message: { text: 'Build failed', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: ERROR } }] },
    },
    {
      name: 'its attachments',
      message: {
        text: '',
        attachments: [{ color: 'danger', fallback: 'failed', fields: [{ title: 'Error', value: ERROR }] }],
      },
    },
    {
      name: 'rich text in an attachment',
      message: {
        text: 'Alert',
        attachments: [
          {
            blocks: [
              {
                type: 'rich_text',
                elements: [
                  {
                    type: 'rich_text_preformatted',
                    elements: [
                      { type: 'text', text: ERROR.slice(0, 40) },
                      { type: 'text', text: ERROR.slice(40) },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    },
  ];
  it.each(MESSAGES)('diagnose_message fills the form in from $name', async ({ message }) => {
    await bot.slack.shortcut('diagnose_message', {
      message: { type: 'message', ts: '1700000000.000009', ...message },
    });
    expect(openedForm().error_text.initial_value).toContain(ERROR);
  });

  it('diagnose_message puts its investigation into the thread of the message', async () => {
    await bot.slack.shortcut('diagnose_message', {
      message: { type: 'message', ts: '1700000000.000009', text: ERROR },
    });
    expect(JSON.parse(openedForm().view.private_metadata)).toEqual({
      v: 1,
      channel: 'C1',
      thread: '1700000000.000009',
    });
  });

  it('says what a text repeats in blocks only once', async () => {
    const blocks = [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: ERROR }] }],
      },
    ];
    await bot.slack.shortcut('diagnose_message', {
      message: { type: 'message', ts: '1.1', text: ERROR, blocks },
    });
    expect(openedForm().error_text.initial_value).toBe(ERROR);
  });

  it('shortens a text that the form cannot take, visibly', async () => {
    await bot.slack.shortcut('diagnose_message', {
      message: { type: 'message', ts: '1.1', text: `${ERROR} ${'x'.repeat(5000)}` },
    });
    const { initial_value: shown } = openedForm().error_text;
    expect(shown.length).toBeLessThanOrEqual(3000);
    expect(shown).toMatch(/… \(shortened\)$/);
  });
});
