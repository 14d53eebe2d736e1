import { describe, expect, test } from '@jest/globals';
import { evidenceOf, readIntake } from '../../src/conversation/index.js';
import { diagnose } from '../../src/diagnosis/index.js';
import type { CollectionProgress, CollectionRequest } from '../../src/evidence/collector.js';
import type { Snapshot } from '../../src/evidence/snapshot.js';
import {
  type Answers,
  type AnswerValues,
  chooseFlow,
  conductInterview,
  type Interview,
} from '../../src/flow/index.js';
import { loadLibrary } from '../../src/library.js';
import { createEstateCollector } from '../../src/sandbox/estate-collector.js';
import { accountsOf, type Estate, isAbout, loadEstates } from '../../src/sandbox/estates.js';

const estates = loadEstates();
const everyAccount = accountsOf(estates.map(({ snapshot }) => snapshot)).map((account) => ({
  account,
  roleArn: `arn:aws:iam::${account}:role/Audit`,
  externalId: 'x',
}));

function named(id: string): Estate {
  const found = estates.find((estate) => estate.id === id);
  if (found === undefined) throw new Error(`no estate ${id}`);
  return found;
}

function bucketIn({ snapshot }: Estate): string {
  return snapshot.bucket?.name ?? '';
}

function request(more: Partial<CollectionRequest>): CollectionRequest {
  return {
    investigationId: 'inv-1',
    accounts: everyAccount,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...more,
  };
}

const library = loadLibrary(undefined);

/** What the intake makes of what the estate's person knows. */
function evidenceFor(estate: Estate, snapshot: Snapshot | undefined) {
  const { errorText, resource, principal, operation, network } = estate;
  const read = readIntake({
    error_text: errorText,
    resource,
    principal,
    operation,
    ...(network === undefined ? {} : { network }),
  });
  if (read.outcome !== 'ok') throw new Error(JSON.stringify(read.errors));
  return evidenceOf({ details: read.details, ...(snapshot === undefined ? {} : { snapshot }) });
}

/** Goes through the questions as the estate's person does, to the result; `flow`: of this flow rather than the one that fits. */
function interviewed(estate: Estate, snapshot: Snapshot | undefined, flow?: string) {
  const evidence = evidenceFor(estate, snapshot);
  const flowId = flow ?? chooseFlow(library, evidence).flowId;
  let answers: Answers = {};
  let values: AnswerValues = {};
  for (;;) {
    const interview = conductInterview({ library, flowId, evidence, answers, values, diagnose });
    const { current } = interview;
    if (current === undefined) return interview;
    const { step } = current;
    const option = estate.answers[step] ?? 'unsure';
    const text = estate.typed?.[step];
    answers = { ...answers, [step]: option };
    values = text === undefined ? values : { ...values, [step]: { option, text } };
  }
}

function confirmedBy({ diagnosis }: Interview) {
  return diagnosis.causes.filter(({ status }) => status === 'confirmed');
}

const sorted = (ids: readonly string[]) => [...ids].sort();

describe('the estates', () => {
  test('there are at least twenty, each with its own id and bucket, and three of several causes', () => {
    expect(estates.length).toBeGreaterThanOrEqual(20);
    expect(new Set(estates.map((estate) => estate.id)).size).toBe(estates.length);
    expect(new Set(estates.map(({ snapshot }) => snapshot.bucket?.name)).size).toBe(estates.length);
    expect(estates.filter(({ causes }) => causes.length > 1).length).toBeGreaterThanOrEqual(3);
    expect(estates.some(({ causes }) => causes.length === 3)).toBe(true);
  });

  test('every denial flow has some', () => {
    expect(new Set(estates.map(({ flow }) => flow))).toEqual(
      new Set(['general-403', 'cross-account', 'kms-cross-account', 'upload-denied']),
    );
  });
});

describe.each(estates.map((estate) => [estate.id, estate] as const))('%s', (_id, estate) => {
  test('story and snapshot agree', () => {
    const { snapshot, resource, principal } = estate;
    const asked = evidenceFor(estate, undefined).request;
    expect(isAbout(estate, asked)).toBe(true);
    expect(asked.key).toBe(snapshot.object?.key);
    expect(snapshot.caller?.arn).toBe(principal === 'anonymous' ? undefined : principal);
    expect(snapshot.bucket?.name).toMatch(/^amzn-s3-demo-/);
    expect(resource).toMatch(/^s3:\/\/amzn-s3-demo-|:accesspoint\//);
    const accounts = JSON.stringify(estate).match(/\b\d{12}\b/g) ?? [];
    expect(accounts.filter((account) => !/^(111122223333|444455556666|777788889999)$/.test(account))).toEqual(
      [],
    );
  });

  test('the audit confirms its causes, and the fix is tried out where it can be', () => {
    const interview = interviewed(estate, estate.snapshot);
    expect(interview.flowId).toBe(estate.flow);
    const confirmed = confirmedBy(interview);
    expect(sorted(confirmed.map(({ id }) => id))).toEqual(sorted(estate.causes));
    expect(confirmed.map(({ fix }) => fix.verified)).toEqual(confirmed.map(() => estate.verified));
    expect(confirmed.filter(({ fix }) => fix.summary === '')).toEqual([]);
    expect(confirmed.some(({ fix }) => fix.snippets.length > 0)).toBe(true);
  });

  test('truthful answers confirm them, too', () => {
    const interview = interviewed(estate, undefined);
    const wanted = estate.byQuestions ?? estate.causes;
    expect(sorted(confirmedBy(interview).map(({ id }) => id))).toEqual(sorted(wanted));
    if (wanted.length === 0) {
      const possible = interview.diagnosis.causes.filter(({ status }) => status === 'possible');
      expect(possible.map(({ id }) => id)).toEqual(expect.arrayContaining([...estate.causes]));
    }
  });

  test('each answer belongs to a question that there is', () => {
    const steps = [...library.flows.values()].flatMap((flow) => flow.steps);
    const known = Object.entries(estate.answers).map(([step, option]) =>
      steps.some(({ id, question }) => id === step && question.options.some((one) => one.id === option)),
    );
    expect(known).toEqual(known.map(() => true));
  });
});

describe.each(
  estates.flatMap((estate) => (estate.asksFor === undefined ? [] : [[estate.id, estate] as const])),
)('%s, and what they ask for then', (_id, estate) => {
  test('is a plan with a part for each side, proved where all was read', () => {
    const { grant } = interviewed(estate, estate.snapshot, estate.asksFor);
    expect(grant).toMatchObject({ outcome: 'planned', verified: true });
    if (grant?.outcome !== 'planned') throw new Error('no plan');
    expect(grant.parts.length).toBeGreaterThan(1);
  });

  test('is a plan by answers alone, too, in which nothing is left open', () => {
    const { grant, unsure } = interviewed(estate, undefined, estate.asksFor);
    expect(grant?.outcome).toBe('planned');
    expect(unsure).toEqual([]);
  });
});

test('some estates are of people who want to let somebody in', () => {
  expect(estates.filter(({ asksFor }) => asksFor === 'grant-cross-account').length).toBeGreaterThan(1);
});

describe('the collector', () => {
  test("answers with the estate's snapshot, and shows its progress", async () => {
    const seen: CollectionProgress[] = [];
    const estate = named('missing-identity-allow');
    const collected = await createEstateCollector({ estates }, 0).collect(
      request({ bucket: bucketIn(estate), onProgress: (progress) => seen.push(progress) }),
    );
    expect(collected.snapshot).toMatchObject({
      bucket: estate.snapshot.bucket,
      caller: estate.snapshot.caller,
    });
    expect(seen.map((progress) => progress.done)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(collected.calls.every((call) => call.outcome === 'ok')).toBe(true);
  });

  test('knows nothing of another bucket, and says why', async () => {
    const { snapshot, calls } = await createEstateCollector({ estates }, 0).collect(
      request({ bucket: 'elsewhere' }),
    );
    expect(snapshot.bucket).toBeUndefined();
    expect(snapshot.unavailable).toContainEqual({
      field: 'bucket',
      reason: "not one of the sandbox's estates",
    });
    expect(calls).toEqual([]);
  });

  test('shows only the accounts that may be audited', async () => {
    const estate = named('kms-key-other-account');
    const own = everyAccount.filter((one) => one.account === '111122223333');
    const { snapshot, calls } = await createEstateCollector({ estates }, 0).collect(
      request({ bucket: bucketIn(estate), accounts: own }),
    );
    expect(snapshot.caller).toEqual(estate.snapshot.caller);
    expect(snapshot.bucket).toBeUndefined();
    expect(snapshot.object).toBeUndefined();
    expect(snapshot).not.toHaveProperty('kmsKey');
    expect(snapshot.unavailable?.map((one) => one.field)).toEqual(['bucket', 'kmsKey']);
    expect(new Set(calls.map((call) => call.outcome))).toEqual(new Set(['ok', 'denied']));
  });

  test('stops where the request is given up', async () => {
    const given = new AbortController();
    const estate = named('missing-identity-allow');
    const collecting = createEstateCollector({ estates }, 5_000).collect(
      request({ bucket: bucketIn(estate), signal: given.signal }),
    );
    given.abort();
    expect((await collecting).snapshot.bucket).toBeUndefined();
  });
});
