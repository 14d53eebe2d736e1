import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../src/card/card.js';
import type { Investigation } from '../../src/conversation/investigation.js';
import {
  createInterviewer,
  resultFingerprint,
  type Interviewer,
} from '../../src/conversation/interviewer.js';
import {
  onlyShared,
  presentInvestigation,
  presentNote,
  presentProgress,
  presentRecord,
  presentSupportPost,
} from '../../src/conversation/present/index.js';
import { settle } from '../../src/conversation/transition/settle.js';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Diagnosis, Evidence, FixOwner } from '../../src/diagnosis/types.js';
import { FIX_OWNERS } from '../../src/diagnosis/types.js';
import { loadLibrary } from '../../src/library.js';
import { estate } from '../diagnosis/grant/support/cases.js';
import { expectGolden } from './support/golden.js';
import { anInvestigation } from './support/investigation.js';
import { diagnoseForTest, flowWith, LIBRARY, libraryWith, TYPED_FLOW } from './support/library.js';
import { buttonsOf, textOf } from './support/surface.js';

const PLACED = { channel: 'C1', message: '1.2', permalink: 'https://chat.example/1.2', direct: false };
const PAYS: Partial<Investigation> = { answers: { 'ask-requester-pays': 'yes' } };

function interviewerWith(
  change: (diagnosis: Diagnosis, evidence: Evidence) => Diagnosis = (diagnosis) => diagnosis,
): Interviewer {
  return createInterviewer(LIBRARY, (evidence) => change(diagnoseForTest(evidence), evidence));
}

function settled(more: Partial<Investigation>, interviewer = interviewerWith()): Investigation {
  return settle(anInvestigation({ id: 'inv_0123456789abcdef', place: PLACED, ...more }), interviewer, {
    rechoose: true,
  });
}

function cardOf(more: Partial<Investigation>, interviewer = interviewerWith()): Card {
  return presentInvestigation(settled(more, interviewer), { interviewer, supportChannels: { slack: 'C9' } });
}

/** On a platform that can do more than show, post and notify. */
function cardWithMore(more: Partial<Investigation>): Card {
  const interviewer = interviewerWith();
  const deps = { interviewer, supportChannels: { slack: 'C9' }, more: new Set(['slack'] as const) };
  const investigation = settled(more, interviewer);
  const { support } = investigation;
  const noted = support === undefined ? {} : { support: { ...support, message: '9.9' } };
  return presentInvestigation({ ...investigation, ...noted }, deps);
}

const collecting = (): Investigation => ({ ...settled({}), phase: 'collecting' });
const posted = (state: 'posting' | 'posted' | 'failed', permalink?: string): Partial<Investigation> => {
  const fingerprint = resultFingerprint(interviewerWith().interview(settled(PAYS)));
  return { ...PAYS, support: { fingerprint, state, ...(permalink === undefined ? {} : { permalink }) } };
};
const NONE = { 'ask-requester-pays': 'no', 'ask-condition-source-vpce': 'no', 'ask-scp-deny': 'no' };
const UNSURE_OF_TWO = {
  'ask-requester-pays': 'unsure',
  'ask-condition-source-vpce': 'no',
  'ask-scp-deny': 'unsure',
};
const OTHER_FLOW = flowWith(['ask-scp-deny'], { id: 'cross-account', title: 'Across accounts' });
const UNREAD: Partial<Investigation> = {
  snapshot: {
    version: 1,
    unavailable: [
      { field: 'bucket.policy', reason: 'AccessDenied', neededPermission: 's3:GetBucketPolicy' },
      { field: 'caller.serviceControlPolicies', reason: 'AWS did not answer in time' },
    ],
  },
};
const READ = { version: 1, collectedAt: '2026-11-21T12:00:00Z' } as const;
const DENIED = { decision: 'denied', confirmed: ['requester-pays'] } as const;
const ERROR_TEXT =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied (Service: S3, Request ID: TX4EXAMPLEREQUEST, Extended Request ID: abcEXAMPLE=)';

const CARDS: Readonly<Record<string, () => Card>> = {
  'progress-first': () =>
    presentInvestigation(collecting(), { interviewer: interviewerWith(), supportChannels: { slack: 'C9' } }),
  progress: () => presentProgress(collecting(), { done: 3, total: 9, reading: 'the bucket policy' }),
  question: () => cardOf({}),
  'question-how-to': () => cardOf({ expanded: 'how_to' }),
  'question-unknown-subject': () => cardOf({ details: { errorText: 'it says 403', audit: false } }),
  'question-unread': () => cardOf(UNREAD),
  'question-audit-timeout': () => cardOf({ collectionFailure: 'timeout' }),
  'question-audit-not-allowed': () => cardOf({ collectionFailure: 'not_allowed' }),
  'question-answered': () => cardOf({ answers: { 'ask-requester-pays': 'no' } }),
  'question-changing': () =>
    cardOf({ answers: { 'ask-requester-pays': 'no' }, changing: 'ask-requester-pays' }),
  'question-further': () =>
    cardOf({
      answers: { 'ask-requester-pays': 'yes' },
      further: { beyond: ['requester-pays'], answered: 1 },
    }),
  'question-typed': () => cardOf({}, createInterviewer(libraryWith(TYPED_FLOW, OTHER_FLOW), diagnoseForTest)),
  'question-switched': () =>
    cardOf(
      { flowId: 'cross-account', flowBy: 'person' },
      createInterviewer(libraryWith(TYPED_FLOW, OTHER_FLOW), diagnoseForTest),
    ),
  'question-carried-over': () => cardOf({ carriedOver: { dropped: 2 } }),
  result: () => cardOf(PAYS),
  'result-unsure': () => cardOf({ answers: UNSURE_OF_TWO }),
  'result-proved': () => cardOf({ snapshot: { version: 1, bucket: { requestPayer: 'Requester' } } }),
  'result-several': () =>
    cardOf({
      snapshot: { version: 1, bucket: { requestPayer: 'Requester', tags: { possible: 'scp-deny' } } },
      answers: { 'ask-condition-source-vpce': 'yes' },
    }),
  'result-possible': () =>
    cardOf(
      { answers: NONE, snapshot: { version: 1, bucket: { tags: { possible: 'scp-deny' } } } },
      possibleOnly(),
    ),
  'result-checks': () => cardOf({ ...PAYS, expanded: 'checks' }),
  'result-checks-all': () =>
    cardOf({
      expanded: 'checks',
      answers: { 'ask-condition-source-vpce': 'unsure', 'ask-scp-deny': 'yes' },
      snapshot: { version: 1, bucket: { requestPayer: 'BucketOwner' } },
    }),
  'result-posting': () => cardOf(posted('posting')),
  'result-posted': () => cardOf(posted('posted', 'https://chat.example/support')),
  'result-noted': () => cardWithMore({ ...posted('posted'), format: 'terraform' }),
  'result-to-post': () => cardWithMore(PAYS),
  'question-in-channel': () => cardWithMore({}),
  'result-not-posted': () => cardOf(posted('failed')),
  'result-solved': () => cardOf({ ...PAYS, feedback: 'solved' }),
  'result-unsolved': () => cardOf({ ...PAYS, feedback: 'unsolved' }),
  'result-rechecked': () =>
    cardOf({
      ...PAYS,
      recheck: {
        before: { decision: 'undetermined', confirmed: ['scp-deny'] },
        after: { decision: 'denied', confirmed: ['requester-pays'] },
      },
    }),
  'not-found': () =>
    cardOf({
      answers: NONE,
      details: { errorText: ERROR_TEXT, bucket: 'amzn-s3-demo-bucket', audit: false },
    }),
  'not-found-little-known': () => cardOf({ answers: NONE, details: { errorText: 'denied', audit: false } }),
  'looks-allowed': () =>
    cardOf({ answers: NONE, snapshot: { version: 1, bucket: { tags: { allowed: 'yes' } } } }),
  support: () =>
    presentSupportPost(settled(PAYS), { interviewer: interviewerWith() }, { maybeRepeated: false }),
  'support-from-dm': () =>
    presentSupportPost(
      settled({ ...PAYS, place: { ...PLACED, direct: true } }),
      { interviewer: interviewerWith() },
      { maybeRepeated: true },
    ),
  'support-not-found': () =>
    presentSupportPost(
      settled({ answers: NONE }),
      { interviewer: interviewerWith() },
      { maybeRepeated: false },
    ),
};

const SUPPORT = { maybeRepeated: false } as const;
const supportOf = (more: Partial<Investigation>): Card =>
  presentSupportPost(settled(more), { interviewer: interviewerWith() }, SUPPORT);

/** Of the shipped flow: who has to do what so that somebody of another account gets in. */
const GRANTER = createInterviewer(loadLibrary(undefined), diagnose);
const GRANT_ANSWERS = { what: 'read', where: 'everything', how: 'bucket-policy' };
const GRANT = { flowId: 'grant-cross-account', flowBy: 'person', answers: GRANT_ANSWERS } as const;
const WITHIN_ONE_ACCOUNT = {
  bucket: 'amzn-s3-demo-bucket',
  principal: 'arn:aws:iam::444455556666:user/Kim',
  audit: false,
};
const CALL = {
  account: '111122223333',
  roleArn: 'arn:aws:iam::111122223333:role/s3denied-audit',
  call: 's3:GetBucketPolicy',
  outcome: 'ok',
} as const;

const RARER_CARDS: Readonly<Record<string, () => Card>> = {
  'question-audit-error': () => cardOf({ collectionFailure: 'error' }),
  'question-audit-error-later': () => cardOf({ collectionFailure: 'error', snapshot: READ }),
  'result-cloudformation': () => cardOf({ ...PAYS, format: 'cloudformation' }),
  'result-rechecked-same': () => cardOf({ ...PAYS, recheck: { before: DENIED, after: DENIED } }),
  'result-checks-read': () => cardOf({ ...PAYS, snapshot: READ, expanded: 'checks' }),
  'grant-question': () => cardOf({ ...GRANT, answers: {} }, GRANTER),
  'grant-not-planned': () => cardOf({ ...GRANT, snapshot: estate(), details: WITHIN_ONE_ACCOUNT }, GRANTER),
  'support-grant': () =>
    presentSupportPost(settled({ ...GRANT, snapshot: estate() }, GRANTER), { interviewer: GRANTER }, SUPPORT),
  'support-without-accounts': () => onlyShared(supportOf(PAYS), { accountIds: false, policies: true }),
  'support-without-policies': () => onlyShared(supportOf(PAYS), { accountIds: true, policies: false }),
  'note-added': () => presentNote(settled(PAYS), 'This blocks the release.', SUPPORT),
  'note-repeated': () => presentNote(settled(PAYS), 'This blocks the release.', { maybeRepeated: true }),
  record: () =>
    presentRecord(settled(PAYS), {
      audit: 2,
      calls: [CALL, { ...CALL, call: 's3:GetBucketAcl', outcome: 'denied' }],
    }),
};

/** What is ruled out by answers is possible again: as if a detector had found a hint. */
function possibleOnly(): Interviewer {
  return interviewerWith((diagnosis) => ({
    ...diagnosis,
    causes: diagnosis.causes.map((cause) => ({ ...cause, status: 'possible' as const })),
  }));
}

const EVERY_CARD = { ...CARDS, ...RARER_CARDS };

describe('the card of every state', () => {
  it.each(Object.keys(EVERY_CARD))('%s looks as it did', (name) => {
    expect(() => expectGolden(`cards/${name}`, EVERY_CARD[name]?.())).not.toThrow();
  });

  it.each(Object.keys(EVERY_CARD))('%s reads well without its blocks', (name) => {
    const { fallback } = EVERY_CARD[name]?.() ?? { fallback: '' };
    expect(fallback).toMatch(/^[A-Z].{20,}[.)?!]$/s);
    expect(fallback).not.toMatch(/undefined|\bnull\b|NaN/);
  });

  it.each(Object.keys(EVERY_CARD))('%s has no block or button twice', (name) => {
    const card = EVERY_CARD[name]?.();
    const blockIds = (card?.blocks ?? []).flatMap((block) =>
      block.kind === 'buttons' ? [block.blockId] : [],
    );
    expect(new Set(blockIds).size).toBe(blockIds.length);
    expect(new Set(buttonsOf(card)).size).toBe(buttonsOf(card).length);
    expect(card?.investigationId).toBe(buttonsOf(card).length > 0 ? 'inv_0123456789abcdef' : undefined);
  });

  it('says who has to apply a fix for every owner there is', () => {
    const told = FIX_OWNERS.map((owner: FixOwner) => {
      const interviewer = interviewerWith((diagnosis) => ({
        ...diagnosis,
        causes: diagnosis.causes.map((cause) => ({ ...cause, fix: { ...cause.fix, owner } })),
      }));
      return textOf(cardOf(PAYS, interviewer));
    });
    expect(new Set(told).size).toBe(FIX_OWNERS.length);
  });

  it('keeps what comes from outside as text of its own, whatever it says', () => {
    const key = '<!channel> *bold* `code` <https://evil.example|click>';
    const card = cardOf({
      details: { bucket: 'amzn-s3-demo-bucket', key, operation: 'GetObject', audit: false },
    });
    expect(card.blocks).toContainEqual({
      kind: 'facts',
      facts: expect.arrayContaining([
        { label: 'Where', value: [{ kind: 'code', text: `s3://amzn-s3-demo-bucket/${key}` }] },
      ]),
    });
  });

  it('shows a snippet that several causes share once', () => {
    const interviewer = interviewerWith((diagnosis) => ({
      ...diagnosis,
      causes: diagnosis.causes.map((cause) => ({
        ...cause,
        status: 'confirmed' as const,
        fix: { ...cause.fix, snippets: [{ format: 'json' as const, text: '{"the":"same"}' }] },
      })),
    }));
    const card = cardOf(PAYS, interviewer);
    expect(card.blocks.filter(({ kind }) => kind === 'code')).toHaveLength(1);
  });
});
