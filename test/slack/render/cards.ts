import type { Card, CardBlock } from '../../../src/card/card.js';

/** Cards that tests render: of every kind of block, hostile ones, and ones too big for Slack. */
export const HOSTILE =
  '<!channel> <@U123> <https://evil.example|click> *bold* _it_ ~no~ `code` ``` :tada: &amp; > quote';

const EVERY_KIND: Card = {
  fallback: 'GetObject on s3://amzn-s3-demo-bucket/a.txt is denied: the bucket is Requester Pays.',
  investigationId: 'inv_abcdefghijklmnop',
  blocks: [
    { kind: 'heading', text: 'Found: why GetObject on a.txt is denied' },
    {
      kind: 'facts',
      facts: [
        { label: 'Bucket', value: [{ kind: 'code', text: 'amzn-s3-demo-bucket' }] },
        { label: 'Asked by', value: [{ kind: 'user', userId: 'U1' }] },
      ],
    },
    {
      kind: 'text',
      text: [
        { kind: 'bold', text: 'The cause: ' },
        'Payer is Requester, and arn:aws:iam::111122223333:user/Jane did not say that it pays.',
      ],
    },
    {
      kind: 'list',
      items: [
        ['Payer is Requester (', { kind: 'code', text: 's3:GetBucketRequestPayment' }, ')'],
        ['s3:GetObject is allowed'],
      ],
    },
    {
      kind: 'code',
      title: 'With the command line',
      language: 'shell',
      text: 'aws s3api get-object --request-payer requester \\\n  --bucket amzn-s3-demo-bucket > a.txt && cat <a.txt',
    },
    {
      kind: 'note',
      text: [
        'More: ',
        { kind: 'link', text: 'AWS documentation', url: 'https://docs.aws.amazon.com/x?a=1&b=2' },
      ],
    },
    { kind: 'divider' },
    {
      kind: 'buttons',
      blockId: 'question:requester-pays',
      buttons: [
        { actionId: 'answer:yes', text: 'Yes', style: 'primary' },
        {
          actionId: 'answer:unsure',
          text: 'Not sure',
          confirm: { title: 'Sure?', text: 'You can change it.', confirm: 'Yes', deny: 'No' },
        },
      ],
    },
  ],
};

const hostileBlocks: readonly CardBlock[] = [
  { kind: 'heading', text: HOSTILE },
  {
    kind: 'text',
    text: [
      HOSTILE,
      { kind: 'bold', text: HOSTILE },
      { kind: 'code', text: HOSTILE },
      { kind: 'link', text: HOSTILE, url: 'https://example.com/<!channel>|x' },
      { kind: 'link', text: 'x', url: 'javascript:alert(1)' },
      { kind: 'user', userId: '!channel' },
    ],
  },
  { kind: 'list', items: [[HOSTILE], ['\u202Etxt.exe\u0007']] },
  { kind: 'facts', facts: [{ label: HOSTILE, value: [HOSTILE] }] },
  { kind: 'code', title: HOSTILE, language: 'json', text: `{"Resource": "arn:aws:s3:::${HOSTILE}"}` },
  { kind: 'note', text: [HOSTILE] },
  { kind: 'buttons', blockId: 'actions', buttons: [{ actionId: 'recheck', text: HOSTILE }] },
];

const LONG = 'The bucket policy denies every request that does not come through vpce-1a2b3c4d. '.repeat(200);
const LONG_POLICY = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: Array.from({ length: 300 }, (_, n) => ({ Sid: `S${n}`, Effect: 'Deny', Action: 's3:*' })),
  },
  null,
  2,
);

const MENUS: Card = {
  fallback: 'Menus',
  investigationId: 'inv_abcdefghijklmnop',
  blocks: [
    {
      kind: 'choices',
      choices: [
        {
          actionId: 'change',
          label: 'Change an answer',
          options: [
            { value: 'requester-pays', text: 'No · Is the bucket Requester Pays?' },
            { value: 'hostile', text: HOSTILE },
            ...Array.from({ length: 120 }, (_, n) => ({ value: `step-${n}`, text: LONG.slice(0, 200) })),
          ],
        },
        { actionId: 'switch_flow', label: LONG, options: [{ value: 'general-403', text: 'Any 403' }] },
      ],
    },
  ],
};

const CARDS = {
  'every-kind': EVERY_KIND,
  menus: MENUS,
  hostile: { fallback: HOSTILE, investigationId: 'inv_abcdefghijklmnop', blocks: hostileBlocks },
  'long-texts': {
    fallback: LONG,
    blocks: [
      { kind: 'heading', text: LONG },
      { kind: 'text', text: [{ kind: 'bold', text: 'Why: ' }, LONG] },
      { kind: 'list', items: Array.from({ length: 12 }, () => [LONG.slice(0, 1500)]) },
      {
        kind: 'facts',
        facts: Array.from({ length: 13 }, (_, n) => ({ label: `Fact ${n}`, value: [LONG.slice(0, 300)] })),
      },
      { kind: 'note', text: [LONG] },
      {
        kind: 'buttons',
        blockId: 'actions',
        buttons: [
          {
            actionId: 'recheck',
            text: LONG.slice(0, 200),
            confirm: { title: LONG, text: LONG, confirm: LONG, deny: LONG },
          },
        ],
      },
    ],
  },
  'long-code': {
    fallback: 'A long policy',
    blocks: [
      { kind: 'code', title: 'Bucket policy', language: 'json', text: LONG_POLICY },
      { kind: 'code', language: 'shell', text: 'x'.repeat(9000) },
    ],
  },
  'many-blocks': {
    fallback: 'Many',
    blocks: Array.from({ length: 70 }, (_, n): CardBlock[] => [
      { kind: 'text', text: [`Paragraph ${n}`] },
      { kind: 'divider' },
    ])
      .flat()
      .concat([
        { kind: 'buttons', blockId: 'actions', buttons: [{ actionId: 'recheck', text: 'Check again' }] },
      ]),
  },
  'many-buttons': {
    fallback: 'Many buttons',
    investigationId: 'inv_abcdefghijklmnop',
    blocks: [
      {
        kind: 'buttons',
        blockId: 'question:which',
        buttons: Array.from({ length: 30 }, (_, n) => ({ actionId: `answer:o${n}`, text: `Option ${n}` })),
      },
    ],
  },
  empty: {
    fallback: '',
    blocks: [
      { kind: 'text', text: [] },
      { kind: 'heading', text: '' },
      { kind: 'note', text: [''] },
      { kind: 'list', items: [] },
      { kind: 'facts', facts: [] },
      { kind: 'code', language: 'json', text: '' },
      { kind: 'buttons', blockId: 'actions', buttons: [] },
    ],
  },
} as const satisfies Record<string, Card>;

export const CARD_CASES: readonly (readonly [string, Card])[] = Object.entries(CARDS);
