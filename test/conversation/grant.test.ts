import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createInterviewer } from '../../src/conversation/interviewer.js';
import type { Investigation } from '../../src/conversation/investigation.js';
import { createMemoryStore } from '../../src/conversation/memory/store.js';
import { presentInvestigation } from '../../src/conversation/present/index.js';
import { settle } from '../../src/conversation/transition/settle.js';
import { diagnose } from '../../src/diagnosis/index.js';
import { loadLibrary } from '../../src/library.js';
import { estate } from '../diagnosis/grant/support/cases.js';
import { anInvestigation } from './support/investigation.js';
import { JANE, startInvestigation, startProcess, until, type Process } from './support/rig.js';
import { buttonsOf, choicesOf, textOf } from './support/surface.js';

const library = loadLibrary(undefined);
const FLOW = 'grant-cross-account';

describe('granting access in a conversation', () => {
  let process: Process;
  beforeEach(() => {
    process = startProcess(createMemoryStore(), { library, diagnose });
  });
  afterEach(() => process.stop());

  const send = (id: string, event: Parameters<Process['conversation']['handle']>[3]) =>
    process.conversation.handle(id, randomUUID(), JANE, event);
  const seen = (text: string) => until(() => textOf(process.surface.last).includes(text), text);

  async function planOf(answers: readonly (readonly [string, string, string?])[]): Promise<string> {
    const id = await startInvestigation(process.conversation, { operation: 'GetObject' });
    await send(id, { kind: 'flow.switched', flowId: FLOW });
    for (const [step, option, value] of answers) {
      const given = value === undefined ? {} : { value };
      expect((await send(id, { kind: 'answer.submitted', step, option, ...given })).outcome).toBe('applied');
    }
    return id;
  }

  test('is offered in the menu of flows, and asks what is wanted', async () => {
    const id = await startInvestigation(process.conversation);
    await seen('denied?');
    expect(choicesOf(process.surface.last)).toContain(`switch_flow:${FLOW}`);
    await send(id, { kind: 'flow.switched', flowId: FLOW });
    await seen('What are they to do with the objects?');
    expect(textOf(process.surface.last)).toContain('Who is to get access to amzn-s3-demo-bucket, and how?');
    expect(buttonsOf(process.surface.last)).toEqual(expect.arrayContaining(['answer:read', 'answer:delete']));
  });

  test('ends in what each account has to do, the test command, and the other ways', async () => {
    await planOf([
      ['what', 'read'],
      ['where', 'folder', 'reports'],
      ['how', 'role'],
      ['ownership', 'enforced'],
      ['encryption', 'none'],
      ['bucket-account', 'account', '444455556666'],
      ['role-today', 'not-yet'],
    ]);
    await seen('How to give access to amzn-s3-demo-bucket');
    const text = textOf(process.surface.last);
    for (const part of [
      'user Jane',
      'aws iam create-role',
      'arn:aws:s3:::amzn-s3-demo-bucket/reports/*',
      'arn:aws:iam::444455556666:role/s3-read-amzn-s3-demo-bucket-',
      'sts:AssumeRole',
      'aws sts assume-role',
      'The three ways',
      'Not proved',
    ])
      expect(text.toLowerCase()).toContain(part.toLowerCase());
    expect(buttonsOf(process.surface.last)).toEqual(
      expect.arrayContaining(['post_to_support', 'format:terraform', 'format:cloudformation']),
    );
  });

  test('is posted to support as the plan that it is, once for each plan', async () => {
    const id = await planOf([
      ['what', 'read'],
      ['where', 'object', 'report.csv'],
      ['how', 'bucket-policy'],
      ['ownership', 'enforced'],
      ['encryption', 'none'],
      ['policies-today', 'not-yet'],
    ]);
    await seen('How to give access');
    await send(id, { kind: 'support.requested' });
    await until(() => process.surface.support.length === 1, 'the post');
    const post = textOf(process.surface.support[0]?.card);
    expect(post).toContain('How to give access to amzn-s3-demo-bucket');
    expect(post).toContain('arn:aws:iam::111122223333:user/Jane');
    expect((await send(id, { kind: 'support.requested' })).outcome).toBe('stale');
    await send(id, { kind: 'change.toggled', step: 'what' });
    await send(id, { kind: 'answer.submitted', step: 'what', option: 'write' });
    await until(() => textOf(process.surface.last).includes('s3:PutObject'), 'the other plan');
    await send(id, { kind: 'support.requested' });
    await until(() => process.surface.support.length === 2, 'the other post');
  });

  test('says in one line what is missing for a plan', async () => {
    await planOf([
      ['what', 'read'],
      ['where', 'unsure'],
      ['how', 'unsure'],
      ['ownership', 'unsure'],
      ['encryption', 'unsure'],
    ]);
    // The object that was denied is what is left to grant.
    await seen('read the object report.csv');
  });
});

describe('with everything read', () => {
  const interviewer = createInterviewer(library, diagnose);
  const cardOf = (answers: Investigation['answers'], more: Partial<Investigation> = {}): string => {
    const draft = anInvestigation({ flowId: FLOW, flowBy: 'person', snapshot: estate(), answers, ...more });
    const settled = settle(draft, interviewer, { rechoose: false });
    return textOf(presentInvestigation(settled, { interviewer, supportChannels: {} }));
  };
  const ANSWERS = { what: 'read', where: 'everything', how: 'bucket-policy' };

  test('the plan is proved, and what denies today is told beside it', () => {
    const text = cardOf(ANSWERS);
    expect(text).toContain('Proved by simulation');
    expect(text).toContain('What denies it today');
    expect(text).toContain('For whoever administers the KMS key, in the account that owns it (444455556666)');
  });

  test('shows the format that was chosen', () => {
    const text = cardOf(ANSWERS, { format: 'cloudformation' });
    expect(text).toContain('AWS::S3::BucketPolicy');
    expect(text).not.toContain('aws s3api put-bucket-policy');
  });

  test('says that nothing has to be granted within one account', () => {
    const details = {
      bucket: 'amzn-s3-demo-bucket',
      principal: 'arn:aws:iam::444455556666:user/Kim',
      audit: false,
    };
    expect(cardOf(ANSWERS, { details })).toContain('are in one account, so nothing has to be granted');
  });
});
