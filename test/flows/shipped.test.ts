import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DETECTOR_NAMES, diagnose } from '../../src/diagnosis/index.js';
import { loadFlowLibrary } from '../../src/flow/authoring.js';
import { conductInterview, type FlowCause, type FlowLibrary } from '../../src/flow/index.js';
import { evidenceWith } from '../flow/support.js';
import { FIX_HEADINGS, HEADINGS } from './articles.js';

const { library = EMPTY(), problems } = loadFlowLibrary(['flows'], { detectors: DETECTOR_NAMES });
const causes = [...library.causes.values()];

function EMPTY(): FlowLibrary {
  return { flows: new Map(), causes: new Map(), fingerprint: '' };
}

test('the shipped flows have no problem', () => {
  expect(problems).toEqual([]);
});

describe.each(Object.keys(HEADINGS))('%s', (id) => {
  const headings = HEADINGS[id] ?? [];
  const all = library.flows.get(id)?.steps ?? [];
  const steps = all.filter(({ takenFrom }) => takenFrom === undefined);

  test('names one of its article’s headings at every step of its own, in the article’s order', () => {
    const order = steps.map(({ section }) => headings.indexOf(section));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('leaves out no heading of its article', () => {
    const covered = new Set(steps.map(({ section }) => section));
    expect(
      headings.filter((heading) => !covered.has(heading) && FIX_HEADINGS[heading] === undefined),
    ).toEqual([]);
  });

  test('goes on with what is left of the general article, after its own steps', () => {
    expect(all.slice(steps.length).every(({ takenFrom }) => takenFrom === 'general-403')).toBe(true);
    expect(all.length > steps.length).toBe(id !== 'general-403');
  });

  test.each(steps.flatMap(({ cause }) => cause ?? []))(
    'cites its article at %s, or at its general cause',
    (cause) => {
      const general = library.causes.get(cause)?.refines ?? cause;
      const sources = [cause, general].flatMap((each) => library.causes.get(each)?.sources ?? []);
      expect(sources.map(({ article }) => article)).toContain(library.flows.get(id)?.article);
    },
  );
});

describe('every cause of the catalogue', () => {
  test.each(causes)('$id stands in the file of its name', ({ id }) => {
    expect(readFileSync(`flows/causes/${id}.yaml`, 'utf8')).toMatch(new RegExp(`^id: ${id}$`, 'm'));
  });

  test('is bound to the detector of its name, where there is one', () => {
    expect(causes.filter(({ id, detector }) => detector !== undefined && detector !== camel(id))).toEqual([]);
    expect(
      causes.filter(({ id, detector }) => detector === undefined && DETECTOR_NAMES.includes(camel(id))),
    ).toEqual([]);
  });

  test('cites a page of AWS', () => {
    const aws = /^https:\/\/(docs\.aws\.amazon\.com|repost\.aws)\//;
    expect(
      causes.filter(({ sources }) => !sources.every(({ url }) => aws.test(url))).map(({ id }) => id),
    ).toEqual([]);
  });

  test('has no two texts alike', () => {
    for (const text of [titleOf, explanationOf]) {
      const texts = causes.map(text);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });
});

function camel(id: string): string {
  return id.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function titleOf({ title }: FlowCause): string {
  return title;
}

function explanationOf({ explanation }: FlowCause): string {
  return explanation;
}

describe('commands and policies in the shipped files', () => {
  const snippets = causes.flatMap(({ id, fix }) =>
    (fix.snippets ?? []).map((snippet) => ({ id, ...snippet })),
  );

  test.each(snippets.filter(({ format }) => format === 'json'))('the JSON of $id is JSON', ({ text }) => {
    expect(() => {
      JSON.parse(text);
    }).not.toThrow();
  });

  test('name the options of the AWS command line as it has them', () => {
    const text = readdirSync('flows/causes').map((name) => readFileSync(`flows/causes/${name}`, 'utf8'));
    // `aws s3` spells it --sse-kms-key-id, `aws s3api` --ssekms-key-id.
    const wrong = text
      .join('\n')
      .split('\n')
      .filter((line) => /aws s3 .*--ssekms-key-id|aws s3api .*--sse(-kms-key-id)? /.test(line));
    expect(wrong).toEqual([]);
  });

  test('grant no wildcard to everybody, but where an access point decides', () => {
    const open = snippets.filter(
      ({ format, text }) => format === 'json' && /"Effect": "Allow"/.test(text) && /"\*"/.test(text),
    );
    expect(open.map(({ id }) => id)).toEqual(['access-point-not-delegated']);
  });
});

/** What an answer says has to come out of the real diagnosis as well, with the facts that it tells. */
describe('an answer decides what it says it decides', () => {
  const said = [...library.flows.values()].flatMap((flow) =>
    flow.steps.flatMap((step) =>
      step.question.options.flatMap((option) => {
        const own =
          step.cause === undefined || option.verdict === undefined
            ? []
            : [[step.cause, option.verdict] as const];
        return [...own, ...Object.entries(option.also ?? {})].map(([cause, status]) => ({
          flow: flow.id,
          step: step.id,
          option: option.id,
          cause,
          status,
        }));
      }),
    ),
  );

  test.each(said)('$flow: $step=$option makes $cause $status', ({ flow, step, option, cause, status }) => {
    const { diagnosis } = conductInterview({
      library,
      flowId: flow,
      evidence: evidenceWith(),
      answers: { [step]: option },
      diagnose,
    });
    expect(diagnosis.causes.find(({ id }) => id === cause)?.status).toBe(status);
  });
});
