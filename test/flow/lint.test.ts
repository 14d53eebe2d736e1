import { describe, expect, test } from '@jest/globals';
import { causeStep, causeYaml, flowYaml, problemsOf } from './support.js';

const GOOD = causeYaml('a');
const FLOW = flowYaml([causeStep('a')]);

/** One row: what is wrong, the changed files, and the lines that say so. The rest is a flow with one good cause. */
const CASES: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  [
    'an unknown detector',
    { 'causes/a.yaml': `${GOOD}detector: requesterPay\n` },
    ['unknown detector `requesterPay` in causes/a.yaml, line 12; did you mean `requesterPays`?'],
  ],
  [
    'an unknown recipe',
    { 'causes/a.yaml': GOOD.replace('summary: Mend a.', 'summary: Mend a., recipe: narrowDenny') },
    ['unknown recipe `narrowDenny` in causes/a.yaml, line 10; did you mean `narrowDeny`?'],
  ],
  [
    'an unknown placeholder',
    { 'causes/a.yaml': GOOD.replace('Because of a.', 'Because of {bukcet}.') },
    ['unknown placeholder `{bukcet}` in causes/a.yaml, line 3; did you mean `{bucket}`?'],
  ],
  [
    'an unknown general cause',
    { 'causes/a.yaml': `${GOOD}refines: b\n` },
    ['unknown cause `b` in causes/a.yaml, line 12; did you mean `a`?'],
  ],
  [
    'causes that refine each other',
    { 'causes/a.yaml': causeYaml('a', { refines: 'b' }), 'causes/b.yaml': causeYaml('b', { refines: 'a' }) },
    [
      'cause `a` refines itself in causes/a.yaml, line 4; a general cause that leads nowhere back',
      'cause `b` refines itself in causes/b.yaml, line 4; a general cause that leads nowhere back',
    ],
  ],
  [
    'an id twice',
    { 'causes/z.yaml': GOOD },
    ['id `a` once more in causes/z.yaml, line 1; it is taken by causes/a.yaml'],
  ],
  [
    'an option id twice',
    { 'causes/a.yaml': GOOD.replace('id: no,', 'id: yes,') },
    ['option `yes` once more in causes/a.yaml, line 8; each option of a question has an id of its own'],
  ],
  [
    'an option that every question gets anyway',
    { 'causes/a.yaml': GOOD.replace('id: no,', 'id: unsure,') },
    ['an option `unsure` in causes/a.yaml, line 8; leave it away: every question gets it'],
  ],
  [
    'a question that no answer decides',
    { 'causes/a.yaml': GOOD.replace('confirmed', 'possible').replace('ruled_out', 'unknown') },
    [
      'a question that no answer decides in causes/a.yaml, line 6; an option with `verdict: confirmed` or `verdict: ruled_out`, or with facts',
    ],
  ],
  [
    'a question without a way to find out',
    { 'causes/a.yaml': GOOD.replace(/howTo: \{.*\}/, 'howTo: {}') },
    ['a question without a way to find out in causes/a.yaml, line 9; howTo needs `console`, `cli` or both'],
  ],
  [
    'an unknown cause beside',
    { 'causes/a.yaml': causeYaml('a', { yes: 'also: { bb: ruled_out }' }) },
    ['unknown cause `bb` in causes/a.yaml, line 7; known: `a`'],
  ],
  [
    'a fact that has no place',
    { 'causes/a.yaml': causeYaml('a', { yes: 'facts: { bucket.requestPayr: Requester }' }) },
    ['unknown fact `bucket.requestPayr` in causes/a.yaml, line 7; did you mean `requestPayer`?'],
  ],
  [
    'a fact of no part of the evidence',
    { 'causes/a.yaml': causeYaml('a', { yes: 'facts: { buckett.policy: null }' }) },
    ['unknown fact `buckett.policy` in causes/a.yaml, line 7; did you mean `bucket`?'],
  ],
  [
    'a fact of the request that is none',
    { 'causes/a.yaml': causeYaml('a', { yes: 'facts: { request.crossAcount: true }' }) },
    ['unknown fact `request.crossAcount` in causes/a.yaml, line 7; did you mean `crossAccount`?'],
  ],
  [
    'a condition key without its prefix',
    { 'causes/a.yaml': causeYaml('a', { yes: "facts: { context.SourceIp: '203.0.113.7' }" }) },
    [
      'unknown fact `context.SourceIp` in causes/a.yaml, line 7; a condition key with its prefix, such as `context.aws:SourceIp`',
    ],
  ],
  [
    'a header with capitals',
    { 'causes/a.yaml': causeYaml('a', { yes: 'facts: { headers.X-Amz-Acl: null }' }) },
    [
      "unknown fact `headers.X-Amz-Acl` in causes/a.yaml, line 7; a header's name in lower case, such as `headers.x-amz-acl`",
    ],
  ],
  [
    'a fact with a wrong value',
    { 'causes/a.yaml': causeYaml('a', { yes: 'facts: { bucket.requestPayer: Nobody }' }) },
    [
      'wrong value `"Nobody"` of the fact `bucket.requestPayer` in causes/a.yaml, line 7; Invalid option: expected one of "BucketOwner"|"Requester"',
    ],
  ],
  [
    'a header whose value is no text',
    { 'causes/a.yaml': causeYaml('a', { yes: 'facts: { headers.x-amz-acl: true }' }) },
    [
      'wrong value `true` of the fact `headers.x-amz-acl` in causes/a.yaml, line 7; it should be text, a list of texts, or null for: known to be absent',
    ],
  ],
  [
    "a button's text that Slack would refuse",
    { 'causes/a.yaml': GOOD.replace("text: 'No'", `text: '${'n'.repeat(76)}'`) },
    ['a text of 76 characters in causes/a.yaml, line 8; at most 75 fit into a message'],
  ],
  [
    'a question that fills more than a message',
    { 'causes/a.yaml': GOOD.replace('Is it a?', 'x'.repeat(2990)) },
    ['a question of 3021 characters with its how-to in causes/a.yaml, line 5; at most 3000'],
  ],
  [
    'markup in a plain text',
    { 'causes/a.yaml': GOOD.replace('Because of a.', "'Because of `s3:*`.'") },
    ['markup (`s3:*`) in causes/a.yaml, line 3; plain text: write it without backticks'],
  ],
  [
    'a command that a key could break out of',
    { 'causes/a.yaml': GOOD.replace('"s3://{bucket}/{key}"', 's3://{bucket}/{key} "x"') },
    [
      '`{bucket}` outside double quotes in a command in causes/a.yaml, line 9; write "{bucket}"',
      '`{key}` outside double quotes in a command in causes/a.yaml, line 9; write "{key}"',
    ],
  ],
  [
    'a step about an unknown cause',
    { 'general-403.yaml': flowYaml(['{ id: a, section: Section, cause: aa }']) },
    ['unknown cause `aa` in general-403.yaml, line 6; did you mean `a`?'],
  ],
  [
    'a step twice',
    { 'general-403.yaml': flowYaml([causeStep('a'), causeStep('a')]) },
    ['step `a` once more in general-403.yaml, line 7; each step of a flow has an id of its own'],
  ],
  [
    'a step with the name of the end',
    { 'general-403.yaml': flowYaml(['{ id: diagnosed, section: Section, cause: a }']) },
    ['a step `diagnosed` in general-403.yaml, line 6; another id: that is the state in which a flow ends'],
  ],
  [
    'a step that asks nothing',
    {
      'causes/b.yaml': GOOD.replace('id: a', 'id: b').replace(/question:[\s\S]*?(?=fix:)/, ''),
      'general-403.yaml': flowYaml([causeStep('b')]),
    },
    ['step `b` asks nothing in general-403.yaml, line 6; a `question` of its own, or of its `cause`'],
  ],
  [
    'a routing step that states a verdict',
    {
      'general-403.yaml': flowYaml([
        "{ id: r, section: Section, question: { text: 'Which?', options: [{ id: x, text: X, verdict: confirmed }, { id: y, text: Y, facts: { vpcEndpoint: null } }], howTo: { console: Look. } } }",
      ]),
    },
    [
      'a verdict in a question about no cause in general-403.yaml, line 6; give the step a `cause`, or let the option tell `facts`',
    ],
  ],
  [
    'a group whose options decide nothing',
    {
      'general-403.yaml': flowYaml([
        "{ id: g, section: Section, question: { text: 'Which?', options: [{ id: x, text: X, also: { a: possible } }], howTo: { console: Look. } } }",
        causeStep('a'),
      ]),
    },
    [
      'a question that no answer decides in general-403.yaml, line 6; an option with `verdict: confirmed` or `verdict: ruled_out`, or with facts',
    ],
  ],
  [
    'a step that is covered by one that comes later',
    {
      'causes/b.yaml': causeYaml('b'),
      'general-403.yaml': flowYaml(['{ id: a, section: Section, cause: a, coveredBy: b }', causeStep('b')]),
    },
    ['no step `b` before this one in general-403.yaml, line 6; none is allowed here'],
  ],
  [
    'a step that is covered by one that is misspelt',
    {
      'causes/b.yaml': causeYaml('b'),
      'general-403.yaml': flowYaml([
        '{ id: first, section: Section, cause: a }',
        '{ id: b, section: Section, cause: b, coveredBy: firsts }',
      ]),
    },
    ['no step `firsts` before this one in general-403.yaml, line 7; did you mean `first`?'],
  ],
  [
    'a flow that goes on with an unknown flow',
    { 'other.yaml': `${flowYaml([causeStep('a')], 'other')}next: { flow: general-404 }\n` },
    ['unknown flow `general-404` in other.yaml, line 7; did you mean `general-403`?'],
  ],
  [
    'a flow that goes on without an unknown step',
    { 'other.yaml': `${flowYaml([causeStep('a')], 'other')}next: { flow: general-403, without: [b] }\n` },
    ['unknown step `b` in other.yaml, line 7; did you mean `a`?'],
  ],
  [
    'flows that go on with each other',
    {
      'general-403.yaml': `${FLOW}next: { flow: other }\n`,
      'other.yaml': `${flowYaml([causeStep('a')], 'other')}next: { flow: general-403 }\n`,
    },
    [
      'flow `general-403` goes on with itself in general-403.yaml, line 7; another flow',
      'flow `other` goes on with itself in other.yaml, line 7; another flow',
    ],
  ],
  [
    'a step that is never asked',
    {
      'general-403.yaml': flowYaml([
        causeStep('a'),
        "{ id: r, section: Section, question: { text: 'Which?', options: [{ id: x, text: X, facts: { 'context.{contextKey}': null } }], howTo: { console: Look. } } }",
      ]),
    },
    [
      'step `r` is never asked in general-403.yaml, line 7; its options should tell something that is not known before it',
    ],
  ],
  [
    'a cause that wants to be asked in an unknown flow',
    { 'causes/b.yaml': `${causeYaml('b')}asked: [{ flow: general-404, after: a }]\n` },
    ['unknown flow `general-404` in causes/b.yaml, line 12; did you mean `general-403`?'],
  ],
  [
    'a cause that wants to be asked after an unknown step',
    { 'causes/b.yaml': `${causeYaml('b')}asked: [{ flow: general-403, after: z }]\n` },
    ['unknown step `z` in causes/b.yaml, line 12; did you mean `a`?'],
  ],
];

describe('the linter names what is wrong, and what would be right', () => {
  test.each(CASES)('%s', (_what, files, expected) => {
    const all = { 'causes/a.yaml': GOOD, 'general-403.yaml': FLOW, ...files };
    expect(problemsOf(all, ['requesterPays', 'identityNoAllow'])).toEqual(expected);
  });

  test('all problems are told, in the order of files and lines', () => {
    const wrong = GOOD.replace('Because of a.', 'Because of {x}.').replace('id: no,', 'id: yes,');
    expect(problemsOf({ 'causes/a.yaml': wrong, 'general-403.yaml': flowYaml([causeStep('zz')]) })).toEqual([
      expect.stringMatching(/^unknown placeholder `\{x\}` in causes\/a\.yaml, line 3; known: /),
      expect.stringMatching(/^option `yes` once more in causes\/a\.yaml, line 8; /),
      expect.stringMatching(/^unknown cause `zz` in general-403\.yaml, line 6; /),
    ]);
  });
});
