import { generalOf } from '../../src/diagnosis/catalogue.js';
import type { Diagnosis, Evidence, VerdictStatus } from '../../src/diagnosis/types.js';
import { UNSURE, type FlowLibrary, type FlowOption, type Step } from '../../src/flow/index.js';

/** Everything that is so, whether the bot has read it or not. */
export interface Truth {
  readonly evidence: Evidence;
  readonly diagnosis: Diagnosis;
}

/** What somebody who knows everything answers: the option that says most of what is so, and nothing that is not. */
export function truthfulAnswer(
  library: FlowLibrary,
  step: Step,
  offered: readonly string[],
  truth: Truth,
): string {
  const options = step.question.options
    .filter(({ id, input }) => offered.includes(id) && input === undefined)
    .filter((option) => isTrue(says(step, option), library, truth.diagnosis))
    .filter(({ facts = {} }) =>
      Object.entries(facts).every(([path, value]) => agrees(truth.evidence, path, value)),
    )
    .map((option) => ({ id: option.id, weight: weigh(step, option) }))
    .sort((a, b) => b.weight - a.weight);
  return options[0]?.id ?? UNSURE;
}

type Claim = readonly [cause: string, status: VerdictStatus];

function says(step: Step, { verdict, also = {} }: FlowOption): readonly Claim[] {
  const own: readonly Claim[] =
    step.cause === undefined || verdict === undefined ? [] : [[step.cause, verdict]];
  return [...own, ...Object.entries(also)];
}

/** Naming the cause says more than ruling others out. */
function weigh(step: Step, option: FlowOption): number {
  const claims = says(step, option);
  const telling = claims.filter(([, status]) => status === 'confirmed' || status === 'possible').length;
  return telling * 100 + claims.length + Object.keys(option.facts ?? {}).length * 10;
}

/** `possible` is said of a kind of causes: one of them has to be so. */
function isTrue(claims: readonly Claim[], library: FlowLibrary, diagnosis: Diagnosis): boolean {
  const so = ([cause]: Claim): boolean => isSo(cause, library, diagnosis);
  const kind = claims.filter(([, status]) => status === 'possible');
  return (
    claims.filter(([, status]) => status === 'confirmed').every(so) &&
    !claims.filter(([, status]) => status === 'ruled_out').some(so) &&
    (kind.length === 0 || kind.some(so))
  );
}

/** Where a statement stands that makes these so: a condition may be the bucket policy's or the caller's own. */
const STANDS_IN: Readonly<Record<string, string>> = {
  'bucket-policy-deny': 's3:GetBucketPolicy',
  'identity-deny': 'identity policies',
};

/** A special case that is confirmed makes its general cause so: a Deny that wants MFA is a Deny. */
function isSo(cause: string, library: FlowLibrary, diagnosis: Diagnosis): boolean {
  return diagnosis.causes.some(({ id, status, evidence }) => {
    if (status !== 'confirmed') return false;
    const definition = library.causes.get(id);
    const isSpecial = definition !== undefined && generalOf(definition).includes(cause);
    const place = STANDS_IN[cause];
    return (
      id === cause || (isSpecial && (place === undefined || evidence.some(({ source }) => source === place)))
    );
  });
}

/** A fact is told only where it is so; what holds a placeholder is told of what was found. */
function agrees({ request, snapshot }: Evidence, path: string, value: unknown): boolean {
  if (path.includes('{') || (typeof value === 'string' && value.includes('{'))) return true;
  const [part = '', ...rest] = path.split('.');
  const name = rest.join('.');
  if (part === 'headers') return same(request.headers[name], value);
  if (part === 'context') return same(request.context[name], value);
  if (part === 'request') return same(Reflect.get(request, name), value);
  let found: unknown = snapshot;
  for (const field of path.split('.')) {
    if (found === null) return value === null;
    found = typeof found === 'object' && found !== undefined ? Reflect.get(found, field) : undefined;
  }
  return same(found, value);
}

function same(found: unknown, value: unknown): boolean {
  if (found === undefined) return false;
  // `{}`: there is one, whatever it is.
  if (JSON.stringify(value) === '{}') return typeof found === 'object' && found !== null;
  const list = (each: unknown): unknown => (typeof each === 'string' ? [each] : each);
  return JSON.stringify(list(found)) === JSON.stringify(list(value));
}
