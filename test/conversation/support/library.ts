import type { CauseFinding, Diagnosis, Evidence, VerdictStatus } from '../../../src/diagnosis/types.js';
import type { Flow, FlowCause, FlowLibrary, FlowQuestion } from '../../../src/flow/index.js';

const question = (text: string): FlowQuestion => ({
  text,
  options: [
    { id: 'yes', text: 'Yes', verdict: 'confirmed' },
    { id: 'no', text: 'No', verdict: 'ruled_out' },
  ],
  howTo: {
    console: 'Open the bucket, then Permissions.',
    cli: 'aws s3api get-bucket-policy --bucket "{bucket}"',
  },
});

const cause = (id: string, title: string, owner: FlowCause['fix']['owner'], text: string): FlowCause => ({
  id,
  title,
  explanation: `${title}. That is why S3 says no.`,
  applies: { accounts: 'any' },
  question: question(text),
  fix: { owner, summary: `Mend ${id}.` },
  sources: [{ article: '002', url: `https://docs.aws.amazon.com/${id}` }],
});

const CAUSES = [
  cause('requester-pays', 'The bucket is Requester Pays', 'client', 'Is the bucket Requester Pays?'),
  cause(
    'condition-source-vpce',
    'The bucket policy wants a VPC endpoint',
    'network-owner',
    'Does the policy name a VPC endpoint?',
  ),
  cause('scp-deny', 'An organization policy denies it', 'organization-admin', 'Does an SCP deny it?'),
];

/** Three causes and one flow that asks about each: what a conversation needs, whatever the real flows say. */
export const LIBRARY: FlowLibrary = {
  fingerprint: 'test-1',
  causes: new Map(CAUSES.map((each) => [each.id, each])),
  flows: new Map([
    [
      'general-403',
      {
        id: 'general-403',
        title: 'Why 403?',
        article: '002',
        source: 'https://repost.aws/',
        steps: CAUSES.map((each) => ({
          id: `ask-${each.id}`,
          section: `Section ${each.id}`,
          cause: each.id,
          decides: [each.id],
          question: question(each.question?.text ?? ''),
        })),
      },
    ],
  ]),
};

const GENERAL = LIBRARY.flows.get('general-403');
if (GENERAL === undefined) throw new Error('the flow that these are made from');

/** The same library with these flows. */
export function libraryWith(...flows: readonly Flow[]): FlowLibrary {
  return { ...LIBRARY, flows: new Map(flows.map((flow) => [flow.id, flow])) };
}

/** The one flow, with some of its steps, in this order. */
export function flowWith(steps: readonly string[], more: Partial<Flow> = {}): Flow {
  return { ...FLOW, steps: steps.flatMap((id) => FLOW.steps.find((step) => step.id === id) ?? []), ...more };
}

export const FLOW: Flow = GENERAL;

/** The same flow, whose first question takes a typed value. */
export const TYPED_FLOW: Flow = {
  ...FLOW,
  steps: FLOW.steps.map((step, index) =>
    index > 0
      ? step
      : {
          ...step,
          question: {
            ...step.question,
            options: [
              ...step.question.options,
              {
                id: 'payer',
                text: 'Tell who pays',
                input: {
                  kind: 'text',
                  label: 'The payer',
                  hint: 'As S3 says it.',
                  fact: 'bucket.requestPayer',
                },
              },
            ],
          },
        },
  ),
};

const snippetsOf = (id: string) => [
  { format: 'cli' as const, text: `aws s3api fix-${id}` },
  { format: 'terraform' as const, text: `resource "aws_s3_fix" "${id}" {}` },
];

const rank = (status: VerdictStatus): number =>
  ['confirmed', 'possible', 'unknown', 'ruled_out'].indexOf(status);

/** Decides a cause by what a person stated, or by one setting of the snapshot. */
export function diagnoseForTest(evidence: Evidence): Diagnosis {
  const causes = CAUSES.map((each) => findingOf(each, evidence));
  const { operation, principal, bucket, key } = evidence.request;
  const request = { operation, principal, bucket, key };
  const known = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
  return {
    request: { actions: ['s3:GetObject'], ...known },
    decision: evidence.snapshot.bucket?.tags?.['allowed'] === 'yes' ? 'allowed' : 'denied',
    causes: causes.sort((a, b) => rank(a.status) - rank(b.status)),
  };
}

function findingOf(each: FlowCause, evidence: Evidence): CauseFinding {
  const stated = evidence.stated.find(({ causeId }) => causeId === each.id);
  const payer = each.id === 'requester-pays' ? evidence.snapshot.bucket?.requestPayer : undefined;
  const read: VerdictStatus | undefined = payer && (payer === 'Requester' ? 'confirmed' : 'ruled_out');
  const possible = evidence.snapshot.bucket?.tags?.['possible'] === each.id ? 'possible' : undefined;
  const status = read ?? stated?.status ?? possible ?? 'unknown';
  const says = payer ? `Payer is ${payer}` : (stated?.says ?? '');
  const confirmed = status === 'confirmed';
  return {
    id: each.id,
    title: each.title,
    explanation: each.explanation,
    status,
    evidence: says === '' ? [] : [{ source: payer ? 's3:GetBucketRequestPayment' : 'answer', says }],
    details: {},
    fix: {
      owner: each.fix.owner,
      summary: each.fix.summary,
      snippets: confirmed ? snippetsOf(each.id) : [],
      patches: [],
      diffs: [],
      verified: confirmed ? (payer ? true : null) : null,
    },
    sources: each.sources.map(({ url }) => url),
  };
}
