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
    kind: z.enum(INPUT_KINDS),
    label: text,
    hint: text.exactOptional(),
    fact: text,
  })
  .strict();

const option = z
  .object({
    id,
    text,
    input: input.exactOptional(),
    verdict: verdict.exactOptional(),
    facts: facts.exactOptional(),
    also: z.record(z.string(), verdict).exactOptional(),
    onlyGeneral: z.boolean().exactOptional(),
  })
  .strict();

const question = z
  .object({
    text,
    concrete: text.exactOptional(),
    options: z.array(option).min(1, 'at least one option'),
    howTo: z.object({ console: text.exactOptional(), cli: text.exactOptional() }).strict(),
  })
  .strict();

const applies = z
  .object({
    operations: z.array(z.enum(OPERATION_KINDS)).min(1).exactOptional(),
    accounts: z.enum(['same', 'cross', 'any']).default('any'),
    callers: z
      .array(z.enum(['identity', 'anonymous', 'service']))
      .min(1)
      .exactOptional(),
  })
  .strict();

const fix = z
  .object({
    owner: z.enum(FIX_OWNERS),
    summary: text,
    recipe: z.string().exactOptional(),
    snippets: z.array(z.object({ format: z.enum(SNIPPET_FORMATS), text }).strict()).exactOptional(),
  })
  .strict();

const source = z
  .object({
    article: z
      .string()
      .regex(/^\d{3}$/, "an article's number in quotes, such as '002'")
      .exactOptional(),
    section: text.exactOptional(),
    url,
  })
  .strict();

/** Puts a cause into a flow of another directory without copying that flow. */
const asked = z.object({ flow: id, after: id, section: text.exactOptional() }).strict();

export const causeFileSchema = z
  .object({
    id,
    title: text,
    explanation: text,
    applies: applies.default({ accounts: 'any' }),
    refines: id.exactOptional(),
    detector: z.string().exactOptional(),
    question: question.exactOptional(),
    fix,
    sources: z.array(source).min(1, 'at least one source'),
    asked: z.array(asked).exactOptional(),
  })
  .strict();
export type CauseFile = z.output<typeof causeFileSchema>;

const step = z
  .object({
    id,
    section: text,
    cause: id.exactOptional(),
    coveredBy: id.exactOptional(),
    when: facts.exactOptional(),
    unless: facts.exactOptional(),
    question: question.exactOptional(),
  })
  .strict();
export type StepFile = z.output<typeof step>;

/** Where a flow goes on when its own steps have found nothing: with another's steps, but for those that make no sense after it. */
const next = z.object({ flow: id, without: z.array(id).exactOptional() }).strict();

export const flowFileSchema = z
  .object({
    id,
    title: text,
    article: z.string().regex(/^\d{3}$/, "an article's number in quotes, such as '002'"),
    source: url,
    result: z.enum(FLOW_RESULTS).exactOptional(),
    steps: z.array(step).min(1, 'at least one step'),
    next: next.exactOptional(),
  })
  .strict();
export type FlowFile = z.output<typeof flowFileSchema>;
