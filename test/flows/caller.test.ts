import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Evidence } from '../../src/diagnosis/types.js';
import { acceptAnswer, conductInterview, type Answers, type AnswerValues } from '../../src/flow/index.js';
import { loadLibrary } from '../../src/library.js';
import { parseErrorText } from '../../src/s3/index.js';
import { allow } from '../support/snapshots.js';
import { evidenceWith } from '../flow/support.js';
import { confirmedIn } from './explore.js';

const library = loadLibrary(undefined);
const JANE = 'arn:aws:iam::111122223333:user/Jane';
const BARE = 'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied';

function bare(more: Partial<Evidence> = {}): Evidence {
  const request = {
    operation: 'GetObject',
    bucket: 'amzn-s3-demo-bucket',
    key: 'a.csv',
    headers: {},
    context: {},
  };
  return { ...evidenceWith(), error: parseErrorText(BARE), request, ...more };
}

function asked(evidence: Evidence, answers: Answers = {}, values: AnswerValues = {}, flowId = 'general-403') {
  return conductInterview({ library, flowId, evidence, answers, values, diagnose });
}

const signed = { 'anonymous-request': 'signed' };
const named = (text: string) => ({
  answers: { ...signed, caller: 'arn' },
  values: { caller: { option: 'arn', text } },
});

describe('who made the request', () => {
  test.each(['general-403', 'cross-account', 'kms-cross-account', 'upload-denied'])(
    'is asked once in %s where nobody has told',
    (flowId) => {
      const steps = asked(bare(), {}, {}, flowId).open.map(({ step }) => step);
      expect(steps.filter((step) => step === 'caller')).toEqual(['caller']);
    },
  );

  test.each([
    ['the form names the caller', bare({ request: { ...bare().request, principal: JANE } }), {}],
    [
      'the error text names the caller',
      bare({ error: parseErrorText(`${BARE}: User: ${JANE} is not authorized to perform: s3:GetObject`) }),
      {},
    ],
    ['nobody signed it', bare(), { 'anonymous-request': 'public' }],
    ['a cause is found', bare(), { ...signed, 'requester-pays': 'not-sent' }],
  ])('is not asked where %s', (_why, evidence, answers) => {
    expect(asked(evidence, answers).open.map(({ step }) => step)).not.toContain('caller');
  });

  test('may be left open: the next question is whose bucket it is', () => {
    expect(asked(bare(), { ...signed, caller: 'unsure' }).current).toMatchObject({
      step: 'accounts',
      text: 'Is the bucket amzn-s3-demo-bucket in the same AWS account as the user or role that made the request?',
    });
  });

  test('tells for which account the next question asks, and whom the fix names', () => {
    const { answers, values } = named(JANE);
    expect(asked(bare(), answers, values).current?.text).toBe(
      `Is the bucket amzn-s3-demo-bucket in account 111122223333, that of the caller ${JANE}?`,
    );
    const told = asked(
      bare(),
      { ...answers, accounts: 'different', 'bucket-policy-no-allow': 'not-allowed' },
      values,
    );
    expect(confirmedIn(told)).toEqual(['bucket-policy-no-allow']);
    expect(JSON.stringify(told.diagnosis.causes[0]?.fix.snippets)).toContain(JANE);
  });

  test('settles whose bucket it is, where the bucket’s account was read', () => {
    const { answers, values } = named(JANE);
    const evidence = bare({ snapshot: { version: 1, bucket: { account: '444455556666' } } });
    const steps = asked(evidence, answers, values).open.map(({ step }) => step);
    expect(steps).not.toContain('accounts');
    expect(asked(evidence, answers, values).diagnosis.request.crossAccount).toBe(true);
  });

  test('is whom a pasted policy is evaluated for', () => {
    const others = { StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' } };
    const document = allow('s3:*', 'arn:aws:s3:::amzn-s3-demo-bucket/*', {
      Effect: 'Deny',
      Principal: '*',
      Condition: others,
    });
    const pasted = { option: 'paste', text: JSON.stringify(document) };
    const { answers, values } = named(JANE);
    const paste = { accounts: 'same', 'bucket-policy-deny': 'paste' };
    const forSomebody = asked(bare(), { ...signed, ...paste }, { 'bucket-policy-deny': pasted });
    const forJane = asked(bare(), { ...answers, ...paste }, { ...values, 'bucket-policy-deny': pasted });
    expect(confirmedIn(forSomebody)).toEqual([]);
    expect(confirmedIn(forJane)).toEqual(['bucket-policy-deny']);
  });

  test.each([
    ['arn:aws:s3:::amzn-s3-demo-bucket', /^That is no principal; .+\.$/],
    ['Jane', /^That is no principal; .+\.$/],
    ['  ', /^Nothing is filled in; write for example arn:aws:iam::111122223333:role\/Example\.$/],
  ])('is refused in one line where it is none: %j', (text, problem) => {
    const answer = acceptAnswer(asked(bare(), signed), 'caller', 'arn', text);
    expect(answer).toEqual({ outcome: 'invalid', problem: expect.stringMatching(problem) });
  });
});

describe('whoever was refused a role', () => {
  test('is asked nothing about S3', () => {
    const error = parseErrorText(
      `User: ${JANE} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/reader`,
    );
    const { open, diagnosis } = asked({ ...evidenceWith(), error });
    expect(open.map(({ step }) => step)).toEqual(['identity-no-allow', 'wrong-credentials']);
    expect(diagnosis.causes[0]).toMatchObject({ id: 'assume-role-trust', status: 'possible' });
  });
});

describe('a key that KMS did not find', () => {
  const error = parseErrorText(
    'An error occurred (KMS.NotFoundException) when calling the PutObject operation: Alias arn:aws:kms:eu-west-1:111122223333:alias/backups is not found.',
  );
  const evidence = {
    ...bare({ error }),
    request: { ...bare().request, operation: 'PutObject', principal: JANE },
  };

  test('is found by two questions: whose bucket it is, and how the key is named', () => {
    const steps = asked(evidence, {}, {}, 'kms-cross-account').open.map(({ step }) => step);
    expect(steps.slice(0, 2).sort()).toEqual(['accounts', 'key-setting']);
    const told = asked(evidence, { accounts: 'different', 'key-setting': 'alias' }, {}, 'kms-cross-account');
    expect(confirmedIn(told)).toEqual(['kms-alias-in-caller-account']);
    expect(told.current).toBeUndefined();
  });
});
