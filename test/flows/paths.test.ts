import { describe, expect, test } from '@jest/globals';
import { assert, constantFrom, double, infiniteStream, property, subarray } from 'fast-check';
import { notFoundBlocks } from '../../src/conversation/present/not-found.js';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Diagnosis, Evidence, VerdictStatus } from '../../src/diagnosis/types.js';
import {
  acceptAnswer,
  chooseFlow,
  conductInterview,
  MOST_QUESTIONS,
  type Diagnose,
} from '../../src/flow/index.js';
import { loadLibrary } from '../../src/library.js';
import { loadEstates } from '../../src/sandbox/estates.js';
import { parseErrorText } from '../../src/s3/index.js';
import { anInvestigation } from '../conversation/support/investigation.js';
import { evidenceWith } from '../flow/support.js';
import { CAUSES_BY_HEADING } from './articles.js';
import { confirmedIn, explore, isAskedTwice, NOTHING_TOLD, tell } from './explore.js';
import { snapshotCases } from './snapshot-cases.js';

const library = loadLibrary(undefined);
// A flow that comes to a plan is walked in grant.test.ts: it ends in no cause, unless somebody has tried already.
const flowIds = [...library.flows.values()].flatMap(({ id, result }) => (result === undefined ? [id] : []));
/** Shared by all flows: the steps that one takes over from another are walked once. */
const places = new Set<string>();

const diagnoses = new Map<string, Diagnosis>();
/** Answers that state the same verdicts and facts come to the same diagnosis, but for the words in which they are quoted. */
const diagnoseOnce: Diagnose = (evidence, catalogue) => {
  const { answered = [], stated, ...rest } = evidence;
  const verdicts = stated.map(({ causeId, status }) => `${causeId}: ${status}`).sort();
  const key = JSON.stringify([rest, verdicts, [...answered].sort()]);
  const diagnosis = diagnoses.get(key) ?? diagnose(evidence, catalogue);
  diagnoses.set(key, diagnosis);
  return diagnosis;
};

/** A cause, or the plain word that none was found, with what to collect for AWS Support. */
function isHonest(diagnosis: Diagnosis): boolean {
  if (confirmedIn({ diagnosis }).length > 0) return true;
  const text = JSON.stringify(notFoundBlocks(anInvestigation(), diagnosis));
  return diagnosis.decision === 'allowed'
    ? text.includes('nothing stands in the way')
    : text.includes('What to collect for AWS Support') && text.includes('Request id');
}

// Where nothing is read. `explore` walks every answer of every distinct place of a flow; it throws where a question comes twice.
describe.each(flowIds)('every way through %s by hand', (id) => {
  const { ends, edges } = explore(library, id, diagnoseOnce, evidenceWith(), places);

  test('ends in a cause, or says honestly that none was found', () => {
    expect(edges.length).toBeGreaterThan(30);
    expect(ends.filter(({ diagnosis }) => !isHonest(diagnosis))).toEqual([]);
  });

  const named = CAUSES_BY_HEADING.filter(([flow]) => flow === id).flatMap(([, heading, expected]) =>
    expected.map((cause) => [heading, cause] as const),
  );

  test.each(named)('under the article’s heading "%s" leads to %s', (heading, cause) => {
    const steps = library.flows.get(id)?.steps ?? [];
    const own = steps.filter(({ section, takenFrom }) => section === heading && takenFrom === undefined);
    const asking = new Set(own.map((step) => step.id));
    const way = edges.find(({ step, confirmed }) => asking.has(step) && confirmed.includes(cause));
    expect(way?.confirmed).toEqual([cause]);
  });

  test(`asks ${MOST_QUESTIONS} questions at most, and none twice`, () => {
    expect(edges.length).toBeGreaterThan(30);
    expect(edges.filter(({ answers }) => Object.keys(answers).length > MOST_QUESTIONS)).toEqual([]);
  });
});

/** Which option is picked at each question, as a share of the options there are. */
const picks = infiniteStream(double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));

/** Asks until nothing is left to ask. Throws where a question comes twice. */
function converse(
  flowId: string,
  evidence: Evidence,
  shares: Iterator<number>,
  by: Diagnose = diagnose,
): { readonly asked: readonly string[]; readonly diagnosis: Diagnosis } {
  const asked: string[] = [];
  let told = NOTHING_TOLD;
  for (;;) {
    const interview = conductInterview({ library, flowId, evidence, ...told, diagnose: by });
    const { current } = interview;
    if (current === undefined) return { asked, diagnosis: interview.diagnosis };
    if (isAskedTwice(told, current.step))
      throw new Error(`asked twice: ${[...asked, current.step].join(', ')}`);
    asked.push(current.step);
    const { options } = current;
    const option = options[Math.floor((shares.next().value ?? 0) * options.length)] ?? options.at(-1);
    if (option === undefined) throw new Error(`no options: ${current.step}`);
    told = tell(told, current.step, option);
    const value = told.values[current.step]?.text;
    expect(acceptAnswer(interview, current.step, option.id, value).outcome).toBe('accepted');
  }
}

const SWITCHES = [
  'possible',
  'ruled_out',
  'confirmed',
  'unknown',
] as const satisfies readonly VerdictStatus[];

test('with evidence on any steps, and typed and pasted answers, each way ends honestly within the limit', () => {
  const steps = flowIds.flatMap((id) =>
    (library.flows.get(id)?.steps ?? []).flatMap(({ decides }) => decides),
  );
  assert(
    property(
      constantFrom(...flowIds),
      subarray([...new Set(steps)]),
      infiniteStream(constantFrom(...SWITCHES)),
      picks,
      (id, read, states, shares) => {
        // Two in three are ruled out, as most of what an audit reads is.
        const evidenced = new Map(
          read.map((cause, index) => [cause, index % 3 === 0 ? states.next().value : 'ruled_out'] as const),
        );
        const withEvidence: Diagnose = (evidence, catalogue) => {
          const { causes, ...rest } = diagnose(evidence, catalogue);
          return {
            ...rest,
            causes: causes.map((cause) => ({
              ...cause,
              status: cause.status === 'unknown' ? (evidenced.get(cause.id) ?? 'unknown') : cause.status,
              evidence: [...cause.evidence, { source: 's3:GetBucketPolicy', says: 'read' }],
            })),
          };
        };
        const { asked, diagnosis } = converse(id, evidenceWith(), shares, withEvidence);
        expect(isHonest(diagnosis)).toBe(true);
        expect(asked.length).toBeLessThanOrEqual(MOST_QUESTIONS);
      },
    ),
    { numRuns: 40, seed: 20261122 },
  );
});

/** How many questions are left where everything has been read, answered with "not sure" each time: the most there can be. */
function questionsLeft(evidence: Evidence): number {
  const { flowId } = chooseFlow(library, evidence);
  return converse(flowId, evidence, { next: () => ({ done: false, value: 0.999 }) }).asked.length;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

describe('with a full audit', () => {
  const estates = loadEstates().map(({ id, errorText, principal, operation, snapshot, resource }) => {
    const { host, pathname } = new URL(resource);
    const request = { operation, principal, bucket: host, key: pathname.slice(1), headers: {}, context: {} };
    return [id, { error: parseErrorText(errorText), request, snapshot, stated: [] }] as const;
  });
  const cases = snapshotCases().map(({ name, evidence }) => [name, evidence] as const);

  test.each(estates)('the estate %s leaves one question at most', (_id, evidence) => {
    expect(questionsLeft(evidence)).toBeLessThanOrEqual(1);
  });

  test('the median over all snapshots of the case tables is one question at most', () => {
    const counts = cases.map(([, evidence]) => questionsLeft(evidence));
    expect(counts.length).toBeGreaterThan(30);
    expect(median(counts)).toBeLessThanOrEqual(1);
    expect(Math.max(...counts)).toBeLessThanOrEqual(MOST_QUESTIONS);
  });
});
