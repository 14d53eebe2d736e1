import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../src/diagnosis/types.js';
import { chooseFlow } from '../../src/flow/index.js';
import { causeStep, causeYaml, evidenceWith, flowYaml, libraryOf } from './support.js';

const both = libraryOf({
  'general-403.yaml': flowYaml([causeStep('a')]),
  'cross-account.yaml': flowYaml([causeStep('a')], 'cross-account'),
  'causes/a.yaml': causeYaml('a'),
});
const DIFFERENT = 'The caller is in account 111122223333, the bucket belongs to account 444455556666.';
const UNKNOWN = 'Nothing points at one kind of denial yet, so the checks for any 403 are gone through.';

function bucketOf(account: string): Evidence['snapshot'] {
  return { version: 1, bucket: { account } };
}

const CASES: readonly (readonly [string, Evidence, string, string])[] = [
  ['nothing known', evidenceWith(), 'general-403', UNKNOWN],
  [
    'the ARN that called and the bucket are of different accounts',
    evidenceWith({ principal: 'arn:aws:sts::111122223333:assumed-role/app/s' }, bucketOf('444455556666')),
    'cross-account',
    DIFFERENT,
  ],
  [
    'only the account that called is known, and the bucket is of another',
    evidenceWith({ principal: '111122223333' }, bucketOf('444455556666')),
    'cross-account',
    DIFFERENT,
  ],
  [
    'the principal in the error text tells the account',
    {
      ...evidenceWith({}, bucketOf('444455556666')),
      error: { principalArn: 'arn:aws:iam::111122223333:user/Jane' },
    },
    'cross-account',
    DIFFERENT,
  ],
  [
    'both are of one account',
    evidenceWith({ principal: 'arn:aws:iam::111122223333:user/Jane' }, bucketOf('111122223333')),
    'general-403',
    UNKNOWN,
  ],
  [
    'somebody said that the accounts differ',
    evidenceWith({ crossAccount: true }),
    'cross-account',
    'The caller and the bucket are in different accounts.',
  ],
  [
    'an anonymous caller of a known bucket',
    evidenceWith({ principal: 'anonymous' }, bucketOf('444455556666')),
    'general-403',
    UNKNOWN,
  ],
];

describe('the flow is chosen by what is known, and says why', () => {
  test.each(CASES)('%s', (_what, evidence, flowId, why) => {
    expect(chooseFlow(both, evidence)).toEqual({ flowId, why });
  });

  test('a flow that there is not is not chosen', () => {
    const general = libraryOf({
      'general-403.yaml': flowYaml([causeStep('a')]),
      'causes/a.yaml': causeYaml('a'),
    });
    expect(chooseFlow(general, evidenceWith({ crossAccount: true })).flowId).toBe('general-403');
    const own = libraryOf({ 'own.yaml': flowYaml([causeStep('a')], 'own'), 'causes/a.yaml': causeYaml('a') });
    expect(chooseFlow(own, evidenceWith())).toEqual({ flowId: 'own', why: 'It is the only flow there is.' });
  });
});
