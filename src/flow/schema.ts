import { z } from 'zod';
import { OPERATION_KINDS } from '../diagnosis/catalogue.js';
import { FIX_OWNERS, SNIPPET_FORMATS, VERDICT_STATUSES } from '../diagnosis/types.js';
import { FLOW_RESULTS, INPUT_KINDS } from './types.js';

/**
 * The one description of what a flow file and a cause file may hold. Unknown fields are refused; what needs to look across files
 * (is there such a cause?) is src/flow/lint.
 */

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const id = z
  .string()
  .regex(ID, 'an id is lower case letters and digits with single hyphens, such as `requester-pays`');
const text = z.string().trim().min(1, 'a text that says something');
const url = z.string().regex(/^https:\/\/\S+$/, 'an https:// address');
const verdict = z.enum(VERDICT_STATUSES);
/** Facts and their values, by path: `{ request.crossAccount: true }`. */
const facts = z.record(z.string(), z.unknown());

/**
 * Choosing the option opens a dialog that asks for a value; what is told there is a fact like any other:
 * `input: { kind: policy, label: 'Bucket policy (JSON)', fact: bucket.policy }`. `fact` is a path as in `facts`, and may hold a
 * detector's placeholders (`context.{contextKey}`). A policy told as `caller.identityPolicies` stands for all of them. An option
 * whose fact is known already is not offered.
 */
const input = z
  .object({
    kind: z.enum(INPUT_KINDS).describe('What is typed or pasted; it is checked to be that before it counts.'),
    label: text.describe("The dialog field's label."),
    hint: text.describe('A line under the field: where to find the value.').exactOptional(),
    fact: text.describe('The path of the fact that it becomes: `bucket.policy`, `context.{contextKey}`.'),
  })
  .strict();

const option = z
  .object({
    id: id.describe('The answer as it is stored, and as `--answer STEP=OPTION` takes it: keep it.'),
    text: text.describe("The button's text, at most 75 characters."),
    input: input.describe('Choosing the option opens a dialog that asks for this value.').exactOptional(),
    verdict: verdict.describe("What the answer says of the step's own cause.").exactOptional(),
    facts: facts
      .describe('Facts that the answer tells, by path; `null`: known to be absent, `{}`: there is one.')
      .exactOptional(),
    also: z
      .record(z.string(), verdict)
      .describe('What the same answer says of other causes, by their ids.')
      .exactOptional(),
    onlyGeneral: z
      .boolean()
      .describe('Offered only with the general wording, not once the very statement is named.')
      .exactOptional(),
  })
  .strict();

const question = z
  .object({
    text: text.describe(
      'The question first, then what explains it; plain text with placeholders such as {bucket}.',
    ),
    concrete: text
      .describe(
        'Asked instead where a detector met the very statement: {statement} {policyName} {contextKey} {values}; in a routing question where all that it names is known.',
      )
      .exactOptional(),
    options: z
      .array(option)
      .min(1, 'at least one option')
      .describe('The answers, as buttons. “Not sure” is added to every question.'),
    howTo: z
      .object({
        console: text.describe('Where to look in the AWS console.').exactOptional(),
        cli: text
          .describe('A command that answers it; placeholders stand between double quotes.')
          .exactOptional(),
      })
      .strict()
      .describe('How somebody finds out: console, command line, or both.'),
  })
  .strict();

const applies = z
  .object({
    operations: z
      .array(z.enum(OPERATION_KINDS))
      .min(1)
      .describe('Kinds of requests that can meet the cause; left out: any.')
      .exactOptional(),
    accounts: z
      .enum(['same', 'cross', 'any'])
      .default('any')
      .describe('Whether caller and bucket are in one account, in two, or either.'),
    callers: z
      .array(z.enum(['identity', 'anonymous', 'service']))
      .min(1)
      .describe('Kinds of callers that can meet the cause; left out: any.')
      .exactOptional(),
  })
  .strict();

const fix = z
  .object({
    owner: z.enum(FIX_OWNERS).describe('Who can apply it.'),
    summary: text.describe('What to do, in one or two sentences.'),
    recipe: z
      .string()
      .describe(
        'Writes the changed policy from the evidence, in all formats; docs/writing-flows.md lists them.',
      )
      .exactOptional(),
    snippets: z
      .array(
        z
          .object({
            format: z.enum(SNIPPET_FORMATS).describe('What the snippet is written in.'),
            text: text.describe('The snippet itself, with placeholders.'),
          })
          .strict(),
      )
      .describe('Fixed texts, for requests of which too little is known for the recipe.')
      .exactOptional(),
  })
  .strict();

const source = z
  .object({
    article: z
      .string()
      .regex(/^\d{3}$/, "an article's number in quotes, such as '002'")
      .describe("The article's number, in quotes: '002'.")
      .exactOptional(),
    section: text.describe("The article's heading.").exactOptional(),
    url: url.describe('The page that says so.'),
  })
  .strict();

/** Puts a cause into a flow of another directory without copying that flow. */
const asked = z
  .object({
    flow: id.describe('The flow that the question is put into.'),
    after: id.describe('The step behind which it is asked.'),
    section: text.describe("The heading it stands under; left out: the cause's title.").exactOptional(),
  })
  .strict();

export const causeFileSchema = z
  .object({
    id: id.describe('Lower case with hyphens; the file has its name.'),
    title: text.describe('What is wrong, in one line.'),
    explanation: text.describe('Why S3 says no then, for somebody who meets it for the first time.'),
    applies: applies
      .default({ accounts: 'any' })
      .describe('Which requests can meet the cause: one that is known to be another rules it out.'),
    refines: id
      .describe('The general cause that this is a special case of, and replaces in the result.')
      .exactOptional(),
    alsoRefines: z
      .array(id)
      .min(1)
      .describe('Further general causes of the same kind, in other policies.')
      .exactOptional(),
    detector: z
      .string()
      .describe('What finds it in the evidence: the id in camel case. Left out: only answers decide it.')
      .exactOptional(),
    question: question.describe('How to ask about it.').exactOptional(),
    fix: fix.describe('How it is mended, and by whom.'),
    sources: z.array(source).min(1, 'at least one source').describe('Where it is written.'),
    asked: z.array(asked).describe('Puts the question into flows of another directory.').exactOptional(),
  })
  .strict();
export type CauseFile = z.output<typeof causeFileSchema>;

const step = z
  .object({
    id: id.describe('What a chat platform sees and what `--answer STEP=OPTION` takes: keep it.'),
    section: text.describe("The article's heading."),
    cause: id.describe('The cause that the step is about; left out: a question that routes.').exactOptional(),
    coveredBy: id
      .describe(
        'An earlier step whose question asks about this one too: this one is asked where that leaves it open.',
      )
      .exactOptional(),
    when: facts.describe('Asked only where these facts are known to be so.').exactOptional(),
    unless: facts.describe('Not asked where one of these facts is known to be so.').exactOptional(),
    question: question.describe("Its own question; left out: its cause's.").exactOptional(),
  })
  .strict();
export type StepFile = z.output<typeof step>;

/** Where a flow goes on when its own steps have found nothing: with another's steps, but for those that make no sense after it. */
const next = z
  .object({
    flow: id.describe('The flow whose steps follow.'),
    without: z.array(id).describe('Its steps that make no sense after this flow.').exactOptional(),
  })
  .strict();

export const flowFileSchema = z
  .object({
    id: id.describe('Names the flow: `--flow`, and the menu of the card.'),
    title: text.describe("The flow in one line, as the card's menu lists it."),
    article: z
      .string()
      .regex(/^\d{3}$/, "an article's number in quotes, such as '002'")
      .describe("The article's number, in quotes: '002'."),
    source: url.describe("The article's address."),
    result: z.enum(FLOW_RESULTS).describe('What a wizard comes to; left out: a diagnosis.').exactOptional(),
    steps: z.array(step).min(1, 'at least one step').describe("The steps, in the article's order."),
    next: next.describe('Where it goes on when its own steps have found nothing.').exactOptional(),
  })
  .strict();
export type FlowFile = z.output<typeof flowFileSchema>;
