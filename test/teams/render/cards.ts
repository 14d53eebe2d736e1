import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Card } from '../../../src/card/card.js';
import type { ValueDialog } from '../../../src/conversation/service.js';
import { renderCard } from '../../../src/teams/render/card.js';
import type { Json } from '../../../src/teams/render/elements.js';
import { renderNoteForm } from '../../../src/teams/render/note-form.js';
import { renderCardPage } from '../../../src/teams/render/pages.js';
import { renderIntakeForm } from '../../../src/teams/render/intake-form.js';
import { renderValueForm } from '../../../src/teams/render/value-form.js';
import { renderWelcome } from '../../../src/teams/render/welcome.js';
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

/** The forms, and what else is no living card. */
export const FORMS: readonly (readonly [string, Json])[] = [
  ['welcome', renderWelcome({})],
  ['welcome-filled', renderWelcome({ error_text: ERROR, operation: 'GetObject' })],
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
  ['value-line', renderValueForm(LINE, ID)],
  ['value-wrong', renderValueForm(LINE, ID, { value: 'nonsense *', problem: 'An id begins with vpce-.' })],
  ['value-policy', renderValueForm(POLICY, ID)],
  ['page', renderCardPage(PAGED, 1) ?? {}],
];

export function asTeams(card: Card): Json {
  return renderCard(card, { names: mentions(card) ? NAMES : {}, owner: OWNER }).card;
}

function mentions(card: Card): boolean {
  return JSON.stringify(card).includes('"userId":"U1"');
}
