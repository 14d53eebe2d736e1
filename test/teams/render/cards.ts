import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Card } from '../../../src/card/card.js';
import type { RecentInvestigation, ValueDialog } from '../../../src/conversation/service.js';
import { renderCard } from '../../../src/teams/render/card.js';
import type { Json } from '../../../src/teams/render/elements.js';
import { renderNoteForm } from '../../../src/teams/render/note-form.js';
import { renderCardPage } from '../../../src/teams/render/pages.js';
import { renderIntakeForm } from '../../../src/teams/render/intake-form.js';
import { renderValueForm } from '../../../src/teams/render/value-form.js';
import { renderWelcome } from '../../../src/teams/render/welcome.js';
import { renderConfirmDelete, renderRecent } from '../../../src/teams/render/recent.js';
import { CARD_CASES, HOSTILE } from '../../slack/render/cards.js';

const STATES = 'test/golden/cards';
export const OWNER = '29:jane';
export const NAMES = { U1: 'Jane Doe' };

/** The card of every state that a conversation can be in, as it stands in its own golden file. */
export const STATE_CARDS: readonly (readonly [string, Card])[] = readdirSync(STATES)
  .sort()
  .map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(STATES, file), 'utf8')) as Card]);

/** Of every kind of block, hostile ones, and ones too big. */
export const EDGE_CARDS = CARD_CASES;

const ERROR =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://amzn-s3-demo-bucket/a.txt';
const LINE: ValueDialog = {
  step: 'ask-condition-source-vpce',
  option: 'vpce',
  question: 'Which VPC endpoint does the request come through?',
  label: 'The endpoint’s id',
  hint: 'In the console: VPC, then Endpoints.',
  example: 'vpce-1a2b3c4d',
  length: 'line',
};
const POLICY: ValueDialog = {
  ...LINE,
  option: 'policy',
  label: 'The bucket policy',
  example: '{ … }',
  length: 'policy',
};
const ID = 'inv_0123456789abcdef';
const LONG_CODE = EDGE_CARDS.find(([name]) => name === 'long-code')?.[1];
if (LONG_CODE === undefined) throw new Error('the card with long code');
export const PAGED: Card = { ...LONG_CODE, investigationId: ID };

const FOUND: RecentInvestigation = {
  id: ID,
  title: 'GetObject on s3://amzn-s3-demo-bucket/a.txt',
  state: 'Found: No policy of the caller allows the action',
  started: { kind: 'date', iso: '2026-11-21T12:00:00.000Z', text: '21 November 2026, 12:00 UTC' },
  place: { channel: OWNER, direct: true },
  postable: true,
  shareable: true,
};
const IN_CHANNEL = { channel: '19:general@thread.tacv2', direct: false };
const RECENT: readonly RecentInvestigation[] = [
  FOUND,
  {
    ...FOUND,
    title: HOSTILE,
    state: 'I wait for an answer of yours',
    place: { ...IN_CHANNEL, permalink: 'https://teams.microsoft.com/l/message/19%3Ageneral/1?tenantId=t' },
  },
];
/** The longest key that there is, and as bytes as many as can be. */
const LONG_RECENT = { ...FOUND, title: `GetObject on s3://amzn-s3-demo-bucket/${'鍵'.repeat(1_000)}` };

/** The forms, and what else is no living card. */
export const FORMS: readonly (readonly [string, Json])[] = [
  ['welcome', renderWelcome({}, { direct: true })],
  ['welcome-filled', renderWelcome({ error_text: ERROR, operation: 'GetObject' }, { direct: false })],
  ['intake', renderIntakeForm({ fields: {}, mayAudit: false })],
  ['intake-audit', renderIntakeForm({ fields: { error_text: ERROR }, mayAudit: true, privately: true })],
  [
    'intake-wrong',
    renderIntakeForm({
      fields: { resource: 'a', principal: HOSTILE, operation: 'GetObject', network: 'unsure', audit: false },
      errors: {
        resource: `That is no address: ${HOSTILE}`,
        principal: 'Write an ARN, e.g. arn:aws:iam::111122223333:user/Jane',
      },
      mayAudit: true,
      edits: ID,
    }),
  ],
  ['note', renderNoteForm(ID)],
  ['note-wrong', renderNoteForm(ID, { value: HOSTILE, problem: 'Nothing is filled in.' })],
  ['recent', renderRecent(RECENT)],
  ['recent-none', renderRecent([])],
  ['recent-long', renderRecent(Array.from({ length: 10 }, () => LONG_RECENT))],
  ['recent-delete', renderConfirmDelete(LONG_RECENT)],
  ['value-line', renderValueForm(LINE, { investigation: ID })],
  [
    'value-wrong',
    renderValueForm(
      LINE,
      { investigation: ID },
      { value: 'nonsense *', problem: 'An id begins with vpce-.' },
    ),
  ],
  ['value-policy', renderValueForm(POLICY, { investigation: ID })],
  ['page', renderCardPage(PAGED, 1) ?? {}],
];

export function asTeams(card: Card): Json {
  return renderCard(card, { names: mentions(card) ? NAMES : {}, owner: OWNER }).card;
}

function mentions(card: Card): boolean {
  return JSON.stringify(card).includes('"userId":"U1"');
}
