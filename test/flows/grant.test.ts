import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Evidence } from '../../src/diagnosis/types.js';
import {
  acceptAnswer,
  chooseFlow,
  conductInterview,
  type Answers,
  type AnswerValues,
  type Interview,
} from '../../src/flow/index.js';
import { loadLibrary } from '../../src/library.js';
import { estate, JANE } from '../diagnosis/grant/support/cases.js';
import { evidenceWith } from '../flow/support.js';
import { confirmedIn } from './explore.js';

const library = loadLibrary(undefined);
const FLOW = 'grant-cross-account';
const steps = library.flows.get(FLOW)?.steps ?? [];

/** The headings of article 004, in its order. */
const HEADINGS = [
  'Short description',
  'IAM policies and resource-based bucket policies',
  'IAM policies and resource-based ACLs',
  'Cross-account IAM roles',
];

/** What somebody types where an option asks for a value. */
const TYPED: Readonly<Record<string, string>> = {
  'who=principal': JANE,
  'who=account': '111122223333',
  'where=folder': 'reports',
  'where=object': 'reports/2026.csv',
  'encryption=customer': 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'canonical-id=id': 'c'.repeat(64),
  'bucket-account=account': '444455556666',
};

interface Told {
  readonly answers: Answers;
  readonly values: AnswerValues;
}

function interviewAfter({ answers, values }: Told, evidence: Evidence): Interview {
  return conductInterview({ library, flowId: FLOW, evidence, answers, values, diagnose });
}

function tell(told: Told, step: string, option: string): Told {
  const text = TYPED[`${step}=${option}`];
  return {
    answers: { ...told.answers, [step]: option },
    values: text === undefined ? told.values : { ...told.values, [step]: { option, text } },
  };
}

interface End {
  readonly told: Told;
  readonly interview: Interview;
}

/** Every way through the wizard, typed values included, with the answers that are looked at. */
function walk(
  told: Told,
  evidence: Evidence,
  only: Readonly<Record<string, readonly string[]>>,
): readonly End[] {
  const interview = interviewAfter(told, evidence);
  const { current } = interview;
  if (current === undefined) return [{ told, interview }];
  if (Object.hasOwn(told.answers, current.step)) throw new Error(`asked twice: ${current.step}`);
  const wanted = current.options.filter(({ id }) => only[current.step]?.includes(id) ?? true);
  return wanted.flatMap(({ id }) => {
    const text = TYPED[`${current.step}=${id}`];
    expect(acceptAnswer(interview, current.step, id, text).outcome).toBe('accepted');
    return walk(tell(told, current.step, id), evidence, only);
  });
}

/** What somebody wants, told or not; the ways; what the bucket is like. */
const PLANS = {
  who: ['principal', 'unsure'],
  what: ['read', 'delete', 'unsure'],
  where: ['folder', 'unsure'],
  ownership: ['enforced', 'writer'],
  'policies-today': ['not-yet'],
  'acl-today': ['not-yet'],
  'role-today': ['not-yet'],
};
/** Whoever has tried it already. */
const TRIED = {
  who: ['account'],
  what: ['read', 'write'],
  where: ['everything'],
  ownership: ['unsure'],
  encryption: ['customer'],
};

const NOTHING: Told = { answers: {}, values: {} };
const BUCKET = evidenceWith({ bucket: 'amzn-s3-demo-bucket' });

describe('the wizard for article 004', () => {
  const tried = walk(NOTHING, BUCKET, TRIED);
  const ends = [...walk(NOTHING, BUCKET, PLANS), ...tried];

  test('ends each way in a plan, or says in one line why there is none', () => {
    expect(ends.length).toBeGreaterThan(200);
    for (const { told, interview } of ends) {
      const { grant } = interview;
      const { who, what, where } = told.answers;
      const enough = who !== 'unsure' && what !== 'unsure' && where !== 'unsure';
      expect([told.answers, grant?.outcome]).toEqual([told.answers, enough ? 'planned' : 'not_planned']);
      if (grant?.outcome === 'not_planned') expect(grant.why).toMatch(/^[A-Z][^\n]+\.$/);
      if (grant?.outcome === 'planned') expect(grant.parts.length).toBeGreaterThan(1);
    }
  });

  test('asks nine questions at most', () => {
    const most = Math.max(...ends.map(({ told }) => Object.keys(told.answers).length));
    expect(most).toBeLessThanOrEqual(9);
  });

  test('says that nothing is proved while nothing was read', () => {
    for (const { interview } of ends)
      if (interview.grant?.outcome === 'planned') expect(interview.grant.verified).not.toBe(true);
  });

  test('takes the way that was wanted, or says why not', () => {
    for (const { told, interview } of ends) {
      const { grant } = interview;
      if (grant?.outcome !== 'planned') continue;
      const wanted = told.answers['how'] === 'unsure' ? 'bucket-policy' : told.answers['how'];
      if (grant.method !== wanted) expect(grant.warnings.join()).toContain('An ACL cannot do it');
    }
  });

  test.each([
    ['policies-today', 'bucket-only', 'identity-no-allow'],
    ['policies-today', 'iam-only', 'bucket-policy-no-allow'],
    ['policies-today', 'no-key', 'kms-key-policy-no-allow'],
    ['policies-today', 'foreign-objects', 'object-not-owned'],
    ['acl-today', 'not-supported', 'acls-disabled'],
    ['acl-today', 'not-granted', 'acl-no-grant'],
    ['acl-today', 'acl-only', 'identity-no-allow'],
    ['role-today', 'refused', 'assume-role-trust'],
    ['role-today', 'role-denied', 'identity-no-allow'],
  ])('%s=%s leads to the cause %s, beside the plan', (step, option, cause) => {
    const found = tried.filter(({ told, interview }) => {
      const { [step]: answer } = told.answers;
      return answer === option && confirmedIn(interview).includes(cause);
    });
    expect(found.length).toBeGreaterThan(0);
  });
});

test('its steps name the article’s headings, in its order', () => {
  const order = steps.map(({ section }) => HEADINGS.indexOf(section));
  expect(order).not.toContain(-1);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(new Set(order).size).toBe(HEADINGS.length);
});

test('it is never picked by itself', () => {
  expect(
    chooseFlow(library, evidenceWith({ bucket: 'amzn-s3-demo-bucket', crossAccount: true })).flowId,
  ).not.toBe(FLOW);
});

describe('what an audit has read is not asked', () => {
  const evidence: Evidence = {
    ...evidenceWith({ bucket: 'amzn-s3-demo-bucket', principal: JANE }, estate()),
  };

  test('only what somebody wants, and what they have tried, is left', () => {
    const asked: string[] = [];
    let told = NOTHING;
    for (let { current } = interviewAfter(told, evidence); current !== undefined; ) {
      asked.push(current.step);
      const wanted: Readonly<Record<string, string>> = {
        what: 'read',
        where: 'folder',
        how: 'bucket-policy',
      };
      told = tell(told, current.step, wanted[current.step] ?? 'unsure');
      ({ current } = interviewAfter(told, evidence));
    }
    expect(asked).toEqual(['what', 'where', 'how']);
    const { grant } = interviewAfter(told, evidence);
    expect(grant).toMatchObject({ outcome: 'planned', method: 'bucket-policy', verified: true });
  });
});

describe('a question is asked only where its answer could change the plan', () => {
  const asked = (answers: Answers): readonly string[] => {
    const told = Object.entries(answers).reduce((all, [step, option]) => tell(all, step, option), NOTHING);
    return interviewAfter(told, BUCKET).open.map(({ step }) => step);
  };

  test('no canonical id where ACLs are off', () => {
    expect(asked({ how: 'acl', ownership: 'enforced' })).not.toContain('canonical-id');
    expect(asked({ how: 'acl', ownership: 'writer' })).toContain('canonical-id');
  });

  test.each([
    ['bucket-policy', 'policies-today'],
    ['acl', 'acl-today'],
    ['role', 'role-today'],
  ])('what was tried of the way that was taken: %s', (way, step) => {
    expect(asked({ how: way }).filter((each) => each.endsWith('-today'))).toEqual([step]);
  });
});
