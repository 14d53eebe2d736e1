import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Evidence } from '../../src/diagnosis/types.js';
import type { Snapshot } from '../../src/evidence/snapshot.js';
import {
  acceptAnswer,
  conductInterview,
  type Answers,
  type AnswerValues,
  type Interview,
} from '../../src/flow/index.js';
import { evidenceWith, flowYaml, libraryOf, problemsOf } from './support.js';

const cause = (id: string, more: string, options: string): string => `id: ${id}
title: Cause ${id}
explanation: Because of ${id}.
${more}
question:
  text: Is it ${id}?
  concrete: '{statement} hangs on {contextKey} ({operator} {values}). Does it apply?'
  options:
    - { id: yes, text: 'Yes', verdict: confirmed }
    - { id: no, text: 'No', verdict: ruled_out }
${options}
  howTo: { console: 'Look at it.' }
fix: { owner: client, summary: Mend ${id}. }
sources: [{ url: 'https://example.com/${id}' }]
`;
const PASTE = `    - { id: paste, text: 'Paste it', input: { kind: policy, label: 'The policy of {bucket}', fact: bucket.policy } }`;
const TYPE = `    - { id: address, text: 'Its address', input: { kind: ip, label: 'The public address', hint: 'One address.', fact: 'context.{contextKey}' } }`;

const FILES = {
  'general-403.yaml': flowYaml([
    '{ id: deny, section: Section, cause: bucket-policy-deny }',
    '{ id: address, section: Section, cause: condition-source-ip }',
  ]),
  'causes/bucket-policy-deny.yaml': cause('bucket-policy-deny', 'detector: bucketPolicyDeny', PASTE),
  'causes/condition-source-ip.yaml': cause(
    'condition-source-ip',
    'refines: bucket-policy-deny\ndetector: conditionSourceIp',
    TYPE,
  ),
};
const LIBRARY = libraryOf(FILES);

const REQUEST: Partial<Evidence['request']> = {
  operation: 'GetObject',
  principal: 'arn:aws:iam::111122223333:user/Jane',
  bucket: 'amzn-s3-demo-bucket',
  key: 'a.txt',
};
const denies = (Condition?: unknown) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Office',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*',
        ...(Condition === undefined ? {} : { Condition }),
      },
    ],
  });
const OFFICE_ONLY = denies({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } });
const AGENT_ONLY = denies({ StringNotEquals: { 'aws:UserAgent': 'app/1' } });

function ask(answers: Answers = {}, values: AnswerValues = {}, snapshot?: Snapshot): Interview {
  return conductInterview({
    library: LIBRARY,
    flowId: 'general-403',
    evidence: evidenceWith(REQUEST, snapshot),
    answers,
    values,
    diagnose,
  });
}

/** Answers the open question and asks on. */
function answer(interview: Interview, option: string, value?: string): Interview {
  const accepted = acceptAnswer(interview, interview.current?.step ?? '', option, value);
  if (accepted.outcome !== 'accepted') throw new Error(JSON.stringify(accepted));
  return ask(accepted.answers, accepted.values);
}

const statusOf = ({ diagnosis }: Interview, id: string) => diagnosis.causes.find((each) => each.id === id);

describe('an option that asks for a value', () => {
  test('says what it asks for, with what is known filled in', () => {
    const option = ask().current?.options.find(({ id }) => id === 'paste');
    expect(option?.input).toEqual({
      kind: 'policy',
      label: 'The policy of amzn-s3-demo-bucket',
      fact: 'bucket.policy',
    });
  });

  test('is not taken without one', () => {
    expect(acceptAnswer(ask(), 'deny', 'paste')).toMatchObject({
      outcome: 'needs_value',
      input: { kind: 'policy' },
    });
  });

  test('is not taken with something else', () => {
    expect(acceptAnswer(ask(), 'deny', 'paste', '{"Statement": [')).toEqual({
      outcome: 'invalid',
      problem: expect.stringMatching(/^Line 1: /),
    });
  });

  test('is not offered for what was read, nor for a key that nobody has named', () => {
    const read: Snapshot = { version: 1, bucket: { policy: JSON.parse(AGENT_ONLY) } };
    const known = ask({}, {}, read).current?.options.map(({ id }) => id);
    expect(known).toEqual(['yes', 'no', 'unsure']);
    const second = ask({ deny: 'unsure' }).current;
    expect(second?.options.map(({ id }) => id)).toEqual(['yes', 'no', 'unsure']);
  });

  test('is taken only by the question that is asked', () => {
    expect(acceptAnswer(ask(), 'address', 'address', '203.0.113.7').outcome).toBe('stale');
  });
});

describe('a pasted policy is evidence like any other', () => {
  test('an unconditional Deny in it is the cause, and the answer is its source', () => {
    const done = answer(ask(), 'paste', denies());
    expect(done.current).toBeUndefined();
    const found = statusOf(done, 'bucket-policy-deny');
    expect(found?.status).toBe('confirmed');
    expect(JSON.stringify(found?.evidence)).toMatch(/"answer"/);
    expect(found?.evidence[0]?.says).toMatch(/Office/);
  });

  test('a condition in it becomes the next question, and a typed address decides that', () => {
    const asked = answer(ask(), 'paste', OFFICE_ONLY);
    expect(asked.current?.step).toBe('address');
    expect(asked.current?.text).toContain('aws:SourceIp (NotIpAddress 203.0.113.0/24)');
    expect(asked.current?.options.map(({ id }) => id)).toContain('address');
    const outside = answer(asked, 'address', '198.51.100.9');
    expect(statusOf(outside, 'condition-source-ip')?.status).toBe('confirmed');
    expect(outside.evidence.request.context).toEqual({ 'aws:SourceIp': ['198.51.100.9'] });
    const inside = answer(asked, 'address', '203.0.113.9');
    expect(statusOf(inside, 'condition-source-ip')?.status).not.toMatch(/confirmed|possible/);
    expect(statusOf(inside, 'bucket-policy-deny')?.status).toBe('ruled_out');
    expect(inside.current).toBeUndefined();
  });

  test('a condition that has no step of its own is asked at the same step, once', () => {
    const closer = answer(ask(), 'paste', AGENT_ONLY);
    expect(closer.current).toMatchObject({
      step: 'deny',
      text: expect.stringMatching(/aws:UserAgent/),
    });
    const options = closer.current?.options.map(({ id }) => id);
    expect(options).toEqual(['yes', 'no', 'unsure']);
    const no = answer(closer, 'no');
    expect(no.current?.step).not.toBe('deny');
    expect(statusOf(no, 'bucket-policy-deny')?.status).toBe('ruled_out');
    expect(no.evidence.snapshot.bucket?.policy).toEqual(JSON.parse(AGENT_ONLY));
    expect(answer(closer, 'unsure').current?.step).not.toBe('deny');
  });

  test('what was read counts more', () => {
    const read: Snapshot = { version: 1, bucket: { policy: null } };
    const values = { deny: { option: 'paste', text: denies() } };
    const { evidence, diagnosis } = ask({ deny: 'paste' }, values, read);
    expect(evidence.snapshot.bucket?.policy).toBeNull();
    expect(diagnosis.causes.find(({ id }) => id === 'bucket-policy-deny')?.status).toBe('ruled_out');
  });

  test('what could not be read does not count as unread any more', () => {
    const unread = { field: 'bucket.policy', reason: 'AccessDenied' };
    const other = { field: 'bucket.acl', reason: 'AccessDenied' };
    const values = { deny: { option: 'paste', text: denies() } };
    const { evidence } = ask({ deny: 'paste' }, values, { version: 1, unavailable: [unread, other] });
    expect(evidence.snapshot.unavailable).toEqual([other]);
  });

  test('one that its option would not take any more says nothing', () => {
    const { evidence } = ask({ deny: 'paste' }, { deny: { option: 'paste', text: 'no policy' } });
    expect(evidence.snapshot).toEqual({ version: 1 });
    const gone = ask({ deny: 'paste' }, { deny: { option: 'toString', text: denies() } });
    expect(gone.evidence.snapshot).toEqual({ version: 1 });
  });

  test('braces in it are no placeholders', () => {
    const policy = denies({ StringLike: { 'aws:userid': '{bucket}' } });
    const { evidence } = ask({ deny: 'paste' }, { deny: { option: 'paste', text: policy } });
    expect(evidence.snapshot.bucket?.policy).toEqual(JSON.parse(policy));
  });
});

describe('the linter', () => {
  const CASES: readonly (readonly [string, string, RegExp])[] = [
    ['an unknown kind', `{ kind: ipp, label: L, fact: bucket.policy }`, /Invalid option|kind/],
    [
      'a fact that there is not',
      `{ kind: policy, label: L, fact: bucket.polcy }`,
      /unknown fact `bucket.polcy`.*did you mean `policy`/,
    ],
    [
      'a kind that does not fit',
      `{ kind: ip, label: L, fact: bucket.policy }`,
      /`ip` is no kind of value for `bucket.policy`.*; `policy`/,
    ],
    [
      'a policy where none fits',
      `{ kind: policy, label: L, fact: 'context.aws:SourceIp' }`,
      /`policy` is no kind of value/,
    ],
    [
      'an account that is none',
      `{ kind: text, label: L, fact: bucket.account }`,
      /`text` is no kind of value.*12 digits/,
    ],
    [
      'an unknown placeholder',
      `{ kind: text, label: 'The {buckt}', fact: 'context.aws:username' }`,
      /unknown placeholder/,
    ],
  ];
  test.each(CASES)('refuses %s', (_what, input, problem) => {
    const files = {
      ...FILES,
      'causes/bucket-policy-deny.yaml': cause(
        'bucket-policy-deny',
        '',
        `    - { id: paste, text: P, input: ${input} }`,
      ),
    };
    expect(problemsOf(files).join('\n')).toMatch(problem);
  });
});
