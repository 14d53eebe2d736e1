import { expect, test } from '@jest/globals';
import {
  assert,
  constant,
  constantFrom,
  dictionary,
  double,
  infiniteStream,
  property,
  record,
} from 'fast-check';
import { VERDICT_STATUSES, type Evidence } from '../../src/diagnosis/types.js';
import { diagnose as diagnoseForReal } from '../../src/diagnosis/index.js';
import { loadFlowLibrary } from '../../src/flow/authoring.js';
import { acceptAnswer, conductInterview, type Answers, type Diagnose } from '../../src/flow/index.js';
import { diagnoseKnowing, evidenceWith, libraryAbout } from './support.js';

const library = loadFlowLibrary(['flows']).library ?? libraryAbout({ a: {} });
const flowId = constantFrom(...library.flows.keys());
/** Which option is picked at each question, as a share of the options there are. */
const picks = infiniteStream(double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
const verdicts = dictionary(constantFrom(...library.causes.keys()), constantFrom(...VERDICT_STATUSES));

/** The steps that are asked of somebody who answers like this. */
function walk(
  id: string,
  evidence: Evidence,
  diagnose: Diagnose,
  shares: Iterator<number>,
): readonly string[] {
  const asked: string[] = [];
  let answers: Answers = {};
  for (;;) {
    const interview = conductInterview({ library, flowId: id, evidence, answers, diagnose });
    const { current } = interview;
    if (current === undefined) return asked;
    asked.push(current.step);
    const options = current.options.filter(({ input }) => input === undefined);
    const option = options[Math.floor((shares.next().value ?? 0) * options.length)];
    const accepted = acceptAnswer(interview, current.step, option?.id ?? 'unsure');
    if (accepted.outcome !== 'accepted' || asked.length > 100)
      throw new Error(`stuck after ${asked.join(', ')}`);
    ({ answers } = accepted);
  }
}

test('whatever is known and answered, nothing is asked twice, and it ends', () => {
  assert(
    property(flowId, verdicts, picks, (id, known, shares) => {
      const asked = walk(id, evidenceWith(), diagnoseKnowing(known), shares);
      expect(new Set(asked).size).toBe(asked.length);
    }),
    { numRuns: 150 },
  );
});

test('nothing is asked that evidence has decided', () => {
  assert(
    property(flowId, verdicts, picks, (id, known, shares) => {
      const asked = new Set(walk(id, evidenceWith(), diagnoseKnowing(known), shares));
      const decided = library.flows
        .get(id)
        ?.steps.filter(
          ({ decides }) =>
            decides.length > 0 &&
            decides.every((cause) => known[cause] === 'ruled_out' || known[cause] === 'confirmed'),
        );
      expect(decided?.filter((step) => asked.has(step.id))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('with the real diagnosis and nothing read, nothing is asked twice, and it ends', () => {
  const request = record(
    {
      operation: constantFrom('GetObject', 'PutObject', 'ListObjectsV2', 'DeleteObject'),
      principal: constantFrom('arn:aws:iam::111122223333:role/app', 'anonymous'),
      bucket: constant('amzn-s3-demo-bucket'),
      key: constantFrom('report.csv', 'a b+c.txt'),
    },
    { requiredKeys: [] },
  );
  assert(
    property(flowId, request, picks, (id, known, shares) => {
      const asked = walk(id, evidenceWith(known), diagnoseForReal, shares);
      expect(new Set(asked).size).toBe(asked.length);
    }),
    { numRuns: 40 },
  );
});
