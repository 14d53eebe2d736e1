import { describe, expect, it } from '@jest/globals';
import { renderHint } from '../../../src/slack/render/hint.js';
import { renderHome } from '../../../src/slack/render/home.js';
import { renderIntakeModal } from '../../../src/slack/render/intake-modal.js';
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
  home: renderHome(),
} as const;

describe('views', () => {
  it.each(Object.entries(VIEWS))('%s looks as it did', (name, view) => {
    expect(JSON.parse(JSON.stringify(view))).toEqual(golden(`view/${name}`, view));
  });

  it.each(Object.entries(VIEWS))('%s keeps within the limits of Slack', (_name, view) => {
    expect(problemsOf(view)).toEqual([]);
    expect(JSON.stringify(view)).not.toMatch(/"<!/);
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
