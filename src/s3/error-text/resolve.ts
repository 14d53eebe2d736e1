/** The marks of one error → its facts. */

import { parseS3Arn } from '../address-arn.js';
import { splitArn } from '../arn.js';
import { isBucketName } from '../bucket-name.js';
import { operationNamed } from '../operations.js';
import { isPrincipalArn } from '../principal-input.js';
import type { ErrorFacts, S3Address } from '../types.js';
import { causesOf } from './causes.js';
import { isDenialCode, isS3Code } from './codes.js';
import type { Mark, MutableFacts, ReasonMark, SentenceMark, TextField } from './marks.js';
import type { Reading } from './normalize.js';
import { type PhraseId, phraseRow } from './phrases.js';

/** One error, with what ranks it among others. */
export interface ResolvedError {
  readonly facts: ErrorFacts;
  /** The denied resource, where the text names it; not among the facts. */
  readonly resource?: string;
  /** 3: a denial by S3 or KMS; 2: another denial; 1: another error of S3's; 0: anything else. */
  readonly weight: 0 | 1 | 2 | 3;
  /** How much was read, and how smoothly: higher is a better reading of the line breaks. */
  readonly score: number;
}

/** `reading` is where the marks were found. */
export function resolveError(reading: Reading, marks: readonly Mark[]): ResolvedError {
  const sentence = ofKind(marks, 'sentence')[0];
  const reason = reasonFor(marks, sentence);
  const phrases = new Set(ofKind(marks, 'phrase').map(({ phrase }) => phrase));
  const phrase = telling(phrases);
  const resource = sentence?.resource;
  const facts: MutableFacts = {};
  assign(facts, 'operation', best(marks, 'operation'));
  assign(facts, 'action', sentence?.action ?? reason?.action ?? phrase.action);
  const place = { ...elsewhere(outside(marks, sentence), facts.operation), ...denied(sentence) };
  assign(facts, 'bucket', place.bucket);
  assign(facts, 'key', place.key);
  assign(facts, 'principalArn', principalOf(marks, sentence));
  assign(facts, 'accountId', accountOf(facts.principalArn) ?? best(marks, 'accountId'));
  const errorCode = best(marks, 'errorCode');
  assign(facts, 'denyType', reason?.denyType ?? phrase.denyType);
  assign(
    facts,
    'policyType',
    reason?.policyType ?? phrase.policyType ?? (errorCode?.startsWith('KMS.') ? 'kms' : undefined),
  );
  assign(facts, 'policyArn', reason?.policyArn);
  assign(facts, 'errorCode', errorCode);
  assign(facts, 'httpStatus', bestOf(ofKind(marks, 'status'))?.status);
  assign(facts, 'requestId', best(marks, 'requestId'));
  assign(facts, 'extendedRequestId', best(marks, 'extendedRequestId'));
  assign(facts, 'region', place.region ?? best(marks, 'region'));
  assign(facts, 'authorizationId', best(marks, 'authorizationId'));
  const weight = weightOf(facts, marks, phrases, sentence);
  const causes = causesOf({
    facts,
    phrases,
    trustPolicy: reason?.trustPolicy ?? false,
    anonymous: sentence?.principal === 'anonymous',
    ...(resource === undefined ? {} : { resource }),
    ...(reason?.through === undefined ? {} : { through: reason.through }),
  });
  if (causes.length > 0) facts.causes = causes;
  return {
    facts,
    weight,
    score: scoreOf(reading, facts, sentence, reason),
    ...(resource === undefined ? {} : { resource }),
  };
}

function assign<Field extends keyof MutableFacts>(
  facts: MutableFacts,
  field: Field,
  value: MutableFacts[Field],
): void {
  if (value !== undefined) facts[field] = value;
}

type MarkOf<Kind extends Mark['kind']> = Extract<Mark, { kind: Kind }>;

function ofKind<Kind extends Mark['kind']>(marks: readonly Mark[], kind: Kind): readonly MarkOf<Kind>[] {
  return marks.filter((mark): mark is MarkOf<Kind> => mark.kind === kind);
}

/** The highest rank, and of those the first. */
function bestOf<Ranked extends { readonly rank: number }>(marks: readonly Ranked[]): Ranked | undefined {
  return marks.reduce<Ranked | undefined>(
    (found, mark) => (found === undefined || mark.rank > found.rank ? mark : found),
    undefined,
  );
}

function best(marks: readonly Mark[], field: TextField): string | undefined {
  return bestOf(ofKind(marks, 'field').filter((mark) => mark.field === field))?.value;
}

/** The reason behind the sentence; a text cut off at its beginning has the reason only. */
function reasonFor(marks: readonly Mark[], sentence: SentenceMark | undefined): ReasonMark | undefined {
  const reasons = ofKind(marks, 'reason');
  return reasons.find(({ at }) => sentence === undefined || at >= sentence.at) ?? reasons[0];
}

/** The first phrase that settles something beyond its words. */
function telling(phrases: ReadonlySet<PhraseId>): Omit<ReturnType<typeof phraseRow>, 'id' | 'words'> {
  const rows = [...phrases].map((phrase) => phraseRow(phrase));
  return rows.find((row) => row.policyType !== undefined) ?? {};
}

/** The sentence's principal; else CloudTrail's, where a session comes before the role that issued it. */
function principalOf(marks: readonly Mark[], sentence: SentenceMark | undefined): string | undefined {
  if (sentence?.principal !== undefined)
    return sentence.principal === 'anonymous' ? undefined : sentence.principal;
  const arns = ofKind(marks, 'field').flatMap(({ field, value }) =>
    field === 'principalArn' && isPrincipalArn(value) ? [value] : [],
  );
  return arns.find((arn) => arn.includes(':sts:')) ?? arns[0];
}

function accountOf(principalArn: string | undefined): string | undefined {
  return principalArn === undefined ? undefined : splitArn(principalArn)?.account;
}

/** What the denied resource's ARN says. Of an ARN that was cut off, only what is complete. */
function denied(sentence: SentenceMark | undefined): S3Address {
  const address = sentence?.resource === undefined ? undefined : parseS3Arn(sentence.resource);
  if (address === undefined || sentence === undefined) return {};
  const { bucket, key, region } = address;
  return {
    ...(bucket !== undefined && isBucketName(bucket) && !(sentence.resourceCut && key === undefined)
      ? { bucket }
      : {}),
    ...(key === undefined || sentence.resourceCut ? {} : { key }),
    ...(region === undefined ? {} : { region }),
  };
}

/** The denied resource's own ARN is no second source: it may be cut off. */
function outside(marks: readonly Mark[], sentence: SentenceMark | undefined): readonly Mark[] {
  if (sentence === undefined) return marks;
  return marks.filter(({ kind, at }) => kind !== 'location' || at < sentence.at || at > sentence.end);
}

/** What other words say of the place, where they agree; several buckets are no answer. */
function elsewhere(marks: readonly Mark[], operation: string | undefined): S3Address {
  const locations = ofKind(marks, 'location');
  const rank = Math.max(...locations.map((mark) => mark.rank), 0);
  const fieldRank = bestOf(ofKind(marks, 'field').filter(({ field }) => field === 'bucket'))?.rank ?? 0;
  const places = locations
    .filter((mark) => mark.rank === rank)
    .flatMap((mark) => sides(mark.places, operation));
  const region = agreed(locations.flatMap((mark) => mark.places.map((place) => place.region)));
  const named =
    rank > fieldRank || fieldRank === 0 ? agreed(places.map((place) => place.bucket)) : best(marks, 'bucket');
  const bucket = named !== undefined && isBucketName(named) ? named : undefined;
  const keys = locations
    .flatMap((mark) => mark.places)
    .filter((place) => place.bucket === bucket && place.key !== undefined);
  const key = agreed(keys.map((place) => place.key)) ?? (keys.length === 0 ? best(marks, 'key') : undefined);
  return {
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined || (bucket === undefined && locations.length > 0) ? {} : { key }),
    ...(region === undefined ? {} : { region }),
  };
}

/** Of a copy's two sides the one that the operation is about. */
function sides(places: readonly S3Address[], operation: string | undefined): readonly S3Address[] {
  const kind = operation === undefined ? undefined : operationNamed(operation);
  if (places.length < 2 || kind === undefined) return places;
  return kind.kind === 'read' ? places.slice(0, 1) : kind.kind === 'write' ? places.slice(1) : places;
}

function agreed(values: readonly (string | undefined)[]): string | undefined {
  const distinct = new Set(values.filter((value) => value !== undefined));
  return distinct.size === 1 ? [...distinct][0] : undefined;
}

function weightOf(
  facts: ErrorFacts,
  marks: readonly Mark[],
  phrases: ReadonlySet<PhraseId>,
  sentence: SentenceMark | undefined,
): 0 | 1 | 2 | 3 {
  const strong = [...phrases].some((phrase) => phraseRow(phrase).weak !== true);
  const denial =
    sentence !== undefined ||
    facts.denyType !== undefined ||
    strong ||
    facts.httpStatus === 403 ||
    isDenialCode(facts.errorCode ?? '');
  if (isS3(facts, marks)) return denial ? 3 : 1;
  return denial ? 2 : 0;
}

function isS3(facts: ErrorFacts, marks: readonly Mark[]): boolean {
  if (facts.action !== undefined) return /^(?:s3[a-z-]*|kms):/i.test(facts.action);
  if (facts.operation !== undefined) return operationNamed(facts.operation) !== undefined;
  return (
    isS3Code(facts.errorCode ?? '') || marks.some(({ kind }) => kind === 'service' || kind === 'location')
  );
}

/**
 * The better reading of the line breaks is the one in which more is said, the reason follows its sentence at once, no key has a
 * line break in it, codes are codes that exist, and ids and ARNs are longer: a wrong reading cuts them off.
 */
function scoreOf(
  reading: Reading,
  facts: ErrorFacts,
  sentence: SentenceMark | undefined,
  reason: ReasonMark | undefined,
): number {
  const smooth =
    sentence !== undefined &&
    reason !== undefined &&
    reason.at >= sentence.end &&
    reason.at - sentence.end <= 4;
  const {
    principalArn = '',
    policyArn = '',
    requestId = '',
    extendedRequestId = '',
    authorizationId = '',
  } = facts;
  const length = [
    principalArn,
    policyArn,
    requestId,
    extendedRequestId,
    authorizationId,
    facts.key ?? '',
  ].join('').length;
  return (
    Object.keys(facts).length * 2 +
    (smooth ? 3 : 0) -
    (sentence?.resourceCut ? 2 : 0) -
    (facts.key !== undefined && !reading.text.includes(facts.key) ? 3 : 0) +
    (isDenialCode(facts.errorCode ?? '') ? 1 : 0) +
    (reading.daring ? -0.5 : Math.min(length, 4000) / 4000)
  );
}
