import { describe, expect, test } from '@jest/globals';
import { causeStep, causeYaml, flowYaml, problemsOf } from './support.js';

const GOOD = causeYaml('a');
const FLOW = flowYaml([causeStep('a')]);

/** One row: what is wrong, the cause file, and the lines that say so. */
const CAUSES: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing', GOOD, []],
  [
    'a misspelt field',
    GOOD.replace('explanation:', 'explanatoin:'),
    [
      'missing `explanation` in causes/a.yaml, line 1; it should be text',
      'unknown field `explanatoin` in causes/a.yaml, line 3; did you mean `explanation`?',
    ],
  ],
  [
    'a misspelt field inside',
    GOOD.replace('howTo: { cli', 'howTo: { cl1'),
    ['unknown field `cl1` of `question.howTo` in causes/a.yaml, line 9; did you mean `cli`?'],
  ],
  [
    'a field that is nothing like any other',
    GOOD.replace('howTo: {', 'howTo: { sparkles: yes,'),
    ['unknown field `sparkles` of `question.howTo` in causes/a.yaml, line 9; known: `console`, `cli`'],
  ],
  [
    'a number where text belongs',
    GOOD.replace('title: Cause a', 'title: 403'),
    ['`title` is a number (put it in quotes to make it text) in causes/a.yaml, line 2; it should be text'],
  ],
  [
    'a list where a mapping belongs',
    GOOD.replace('fix: { owner: client, summary: Mend a. }', 'fix: [client]'),
    ['`fix` is a list in causes/a.yaml, line 10; it should be a mapping'],
  ],
  [
    'an unknown owner',
    GOOD.replace('owner: client', 'owner: bucket-acount'),
    [
      'unknown value `bucket-acount` of `fix.owner` in causes/a.yaml, line 10; did you mean `bucket-account`?',
    ],
  ],
  [
    'a missing owner',
    GOOD.replace('owner: client, ', ''),
    [
      'missing `fix.owner` in causes/a.yaml, line 10; one of `client`, `caller-account`, `bucket-account`, `key-account`, ' +
        '`object-owner`, `network-owner`, `organization-admin`, `aws-support`',
    ],
  ],
  [
    'an id with capitals',
    GOOD.replace('id: a', 'id: RequesterPays'),
    [
      'wrong `id` in causes/a.yaml, line 1; an id is lower case letters and digits with single hyphens, such as `requester-pays`',
    ],
  ],
  [
    'an empty text',
    GOOD.replace('text: Is it a?', "text: ' '"),
    ['wrong `question.text` in causes/a.yaml, line 5; a text that says something'],
  ],
  [
    'no source',
    GOOD.replace("[{ url: 'https://example.com/a' }]", '[]'),
    ['wrong `sources` in causes/a.yaml, line 11; at least one source'],
  ],
  [
    'a source without https',
    GOOD.replace('https://example.com', 'http://example.com'),
    ['wrong `sources[0].url` in causes/a.yaml, line 11; an https:// address'],
  ],
  [
    'an unknown verdict',
    GOOD.replace('verdict: confirmed', 'verdict: confrimed'),
    [
      'unknown value `confrimed` of `question.options[0].verdict` in causes/a.yaml, line 7; did you mean `confirmed`?',
    ],
  ],
  [
    'a field twice',
    `${GOOD}title: Once more\n`,
    ['a field twice in causes/a.yaml, line 12; each field once'],
  ],
  [
    'broken YAML',
    GOOD.replace("text: 'Yes'", "text: 'Yes"),
    ["no valid YAML (Missing closing 'quote) in causes/a.yaml, line 7; see yaml.org"],
  ],
  [
    'a tag',
    GOOD.replace('title: Cause a', 'title: !js/function "x"'),
    ['a YAML tag (!…) in causes/a.yaml, line 2; plain values without tags'],
  ],
  [
    'two documents',
    `${GOOD}---\n${GOOD}`,
    ['more than one document in causes/a.yaml, line 12; one document a file'],
  ],
  ['an empty file', '', ['`file` is empty in causes/a.yaml, line 1; it should be a mapping']],
];

describe('a complaint about a cause file says what, where and what would be right', () => {
  test.each(CAUSES)('%s', (_what, text, expected) => {
    expect(problemsOf({ 'causes/a.yaml': text, 'general-403.yaml': FLOW })).toEqual(expected);
  });
});

/** One row: what is wrong, the flow file, and the lines that say so. */
const FLOWS: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing', FLOW, []],
  [
    'an article without quotes',
    FLOW.replace("'002'", '002'),
    [
      '`article` is a number (put it in quotes to make it text) in general-403.yaml, line 3; it should be text',
    ],
  ],
  [
    'an article that is none',
    FLOW.replace("'002'", "'second'"),
    ["wrong `article` in general-403.yaml, line 3; an article's number in quotes, such as '002'"],
  ],
  [
    'no steps',
    flowYaml([]).replace('steps:', 'steps: []'),
    ['wrong `steps` in general-403.yaml, line 5; at least one step'],
  ],
  [
    'a misspelt field of a step',
    flowYaml(['{ id: a, section: Section, couse: a, cause: a }']),
    ['unknown field `couse` of `steps[0]` in general-403.yaml, line 6; did you mean `cause`?'],
  ],
];

describe('a complaint about a flow file says what, where and what would be right', () => {
  test.each(FLOWS)('%s', (_what, text, expected) => {
    expect(problemsOf({ 'causes/a.yaml': GOOD, 'general-403.yaml': text })).toEqual(expected);
  });
});

test('an alias bomb is refused before it grows', () => {
  const levels = Array.from({ length: 12 }, (_, level) => {
    const body = level === 0 ? '"x"' : `[${Array.from({ length: 9 }, () => `*l${level - 1}`).join(', ')}]`;
    return `l${level}: &l${level} ${body}`;
  });
  const [problem] = problemsOf({ 'causes/a.yaml': `${levels.join('\n')}\n`, 'general-403.yaml': FLOW });
  expect(problem).toMatch(/^too many aliases \(.*\) in causes\/a\.yaml, line 1; write the values out$/);
});

test('a file far beyond any flow is not read', () => {
  const [problem] = problemsOf({ 'causes/a.yaml': `# ${'x'.repeat(600_000)}\n`, 'general-403.yaml': FLOW });
  expect(problem).toBe('too long a file in causes/a.yaml, line 1; at most 500000 characters are read');
});

test('a directory that is not there is a problem, not an empty library', () => {
  expect(problemsOf({})).toEqual([expect.stringMatching(/^no flow in .*; at least one \*\.yaml flow file$/)]);
});
