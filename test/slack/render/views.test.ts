import { describe, expect, it } from '@jest/globals';
import { renderHint } from '../../../src/slack/render/hint.js';
import { renderHome } from '../../../src/slack/render/home.js';
import { renderIntakeModal } from '../../../src/slack/render/intake-modal.js';
import type { RecentInvestigation, ValueDialog } from '../../../src/conversation/service.js';
import { renderAnswerModal } from '../../../src/slack/render/answer-modal.js';
import { renderNoteModal } from '../../../src/slack/render/note-modal.js';
import { renderShareModal } from '../../../src/slack/render/share-modal.js';
import type { IntakeFields } from '../../../src/conversation/intake.js';
import { problemsOf } from '../../support/slack-blocks.js';
import { golden } from '../../support/slack-golden.js';

const FILLED: IntakeFields = {
  error_text: 'AccessDenied <!channel>',
  resource: 's3://amzn-s3-demo-bucket/a.txt',
  principal: 'arn:aws:iam::111122223333:role/R',
  operation: 'GetObject',
  network: 'vpc_endpoint',
  audit: false,
};

const RECENT: readonly RecentInvestigation[] = [
  {
    id: 'inv_abcdefghijklmnop',
    started: { kind: 'date', iso: '2026-11-21T12:00:00.000Z', text: '2026-11-21 12:00 UTC' },
    title: 'GetObject on s3://amzn-s3-demo-bucket/a.txt',
    state: 'Found: The bucket is Requester Pays',
    place: {
      channel: 'C1',
      message: '1.2',
      permalink: 'https://example.slack.com/archives/C1/p12',
      direct: false,
    },
    postable: true,
    shareable: true,
  },
  {
    id: 'inv_bbbbbbbbbbbbbbbb',
    started: { kind: 'date', iso: '2026-11-20T12:00:00.000Z', text: '2026-11-20 12:00 UTC' },
    title: 'PutObject on s3://amzn-s3-demo-bucket2',
    state: 'I wait for an answer of yours',
    place: { channel: 'D1', message: '1.3', direct: true },
    postable: false,
    shareable: false,
  },
];

const DIALOG: ValueDialog = {
  step: 'condition-source-ip',
  option: 'address',
  question: 'Is the public IP address inside 203.0.113.0/24?',
  label: 'The public address',
  example: '203.0.113.7',
  length: 'line',
};
const ABOUT = {
  investigationId: 'inv_abcdefghijklmnop',
  step: 'condition-source-ip',
  option: 'address',
  channel: 'C1',
};

const VIEWS = {
  'intake-empty': renderIntakeModal({ fields: {}, origin: {}, mayAudit: false }),
  'intake-filled': renderIntakeModal({
    fields: FILLED,
    origin: { channel: 'C1', thread: '1.1', edits: 'inv_1' },
    mayAudit: true,
  }),
  'intake-too-long': renderIntakeModal({
    fields: { error_text: 'x'.repeat(9000), resource: 'y'.repeat(9000), operation: 'z'.repeat(200) },
    origin: {},
    mayAudit: true,
  }),
  'intake-unknown-operation': renderIntakeModal({
    fields: { operation: 'FrobnicateObject', network: 'avian' },
    origin: {},
    mayAudit: false,
  }),
  'answer-line': renderAnswerModal(DIALOG, ABOUT),
  'answer-policy': renderAnswerModal(
    {
      ...DIALOG,
      option: 'paste',
      label: 'The policy of amzn-s3-demo-bucket',
      hint: 'All of it.',
      example: '{"Version": "2012-10-17", "Statement": []}',
      length: 'policy',
    },
    ABOUT,
  ),
  'answer-too-long': renderAnswerModal(
    {
      ...DIALOG,
      question: '<!channel> '.repeat(600),
      label: 'l'.repeat(3000),
      hint: 'h'.repeat(3000),
      example: 'e'.repeat(300),
    },
    ABOUT,
  ),
  'home-new': renderHome({ recent: [], accounts: [], mayNotStart: undefined }),
  'home-busy': renderHome({ recent: RECENT, accounts: ['111122223333'], mayNotStart: undefined }),
  'home-out': renderHome({ recent: undefined, accounts: undefined, mayNotStart: undefined }),
  'home-many': renderHome({
    recent: Array.from({ length: 10 }, (_, index) => ({
      ...RECENT[0]!,
      id: `inv_${index}`,
      title: '<!channel> *x* '.repeat(200),
      state: '`<@U1>` '.repeat(400),
    })),
    accounts: Array.from({ length: 40 }, (_, index) => String(111122220000 + index)),
    mayNotStart: undefined,
  }),
  'home-may-not-start': renderHome({
    recent: [],
    accounts: [],
    mayNotStart: ['Only ', { kind: 'user', userId: 'U2' }, ' may start an investigation here.'],
  }),
  share: renderShareModal('inv_abcdefghijklmnop'),
  note: renderNoteModal({ channel: 'C1', thread: '1.1', edits: 'inv_abcdefghijklmnop' }),
} as const;

describe('views', () => {
  it.each(Object.entries(VIEWS))('%s looks as it did', (name, view) => {
    expect(JSON.parse(JSON.stringify(view))).toEqual(golden(`view/${name}`, view));
  });

  it.each(Object.entries(VIEWS))('%s keeps within the limits of Slack', (_name, view) => {
    expect(problemsOf(view)).toEqual([]);
    // What a person typed stands in an input as it is; nothing in it is markup there.
    expect(JSON.stringify(view, (key, value) => (key === 'initial_value' ? '' : value))).not.toMatch(
      /<!(?!date\^)/,
    );
  });

  const HINTS = [
    {},
    { resource: 's3://amzn-s3-demo-bucket/a' },
    { error_text: 'é"'.repeat(3000), principal: 'p'.repeat(500) },
    { principal: 'p'.repeat(5000) },
  ];
  it.each(HINTS)('a hint keeps within the limits of Slack (%#)', (fields) => {
    expect(problemsOf(renderHint(fields))).toEqual([]);
  });
});
