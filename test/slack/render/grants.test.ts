import { describe, expect, it } from '@jest/globals';
import { createInterviewer } from '../../../src/conversation/interviewer.js';
import type { Investigation } from '../../../src/conversation/investigation.js';
import { presentInvestigation } from '../../../src/conversation/present/index.js';
import { settle } from '../../../src/conversation/transition/settle.js';
import { diagnose } from '../../../src/diagnosis/index.js';
import { loadLibrary } from '../../../src/library.js';
import { renderMessage } from '../../../src/slack/render/message.js';
import { anInvestigation } from '../../conversation/support/investigation.js';
import { estate } from '../../diagnosis/grant/support/cases.js';
import { problemsOf } from '../../support/slack-blocks.js';
import { golden } from '../../support/slack-golden.js';

/** Plans for access: the longest cards that there are, with policies that go into files. */
const interviewer = createInterviewer(loadLibrary(undefined), diagnose);

function planned(more: Partial<Investigation>) {
  const draft = anInvestigation({
    id: 'inv_0123456789abcdef',
    flowId: 'grant-cross-account',
    flowBy: 'person',
    snapshot: estate(),
    ...more,
  });
  const settled = settle(draft, interviewer, { rechoose: false });
  return renderMessage(presentInvestigation(settled, { interviewer, supportChannels: { slack: 'C9' } }), {
    fileAbove: 2900,
  });
}

const answersBy = (how: string) => ({ what: 'read', where: 'everything', how });
const PLANS: Readonly<Record<string, Partial<Investigation>>> = {
  'grant-bucket-policy': { answers: answersBy('bucket-policy') },
  'grant-terraform': { answers: answersBy('bucket-policy'), format: 'terraform' },
  'grant-role': { answers: { ...answersBy('role'), 'role-today': 'not-yet' } },
  'grant-checks': { answers: answersBy('bucket-policy'), expanded: 'checks' },
};

describe('a plan for access as Block Kit', () => {
  it.each(Object.keys(PLANS))('%s looks as it did, within the limits of Slack', (name) => {
    const message = planned(PLANS[name] ?? {});
    expect(problemsOf(message)).toEqual([]);
    expect(JSON.parse(JSON.stringify(message))).toEqual(golden(`state/${name}`, message));
  });
});
