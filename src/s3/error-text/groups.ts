/** One paste may hold several errors: marks are dealt out to errors, in the order of the text. */

import { assertNever } from '../../errors.js';
import { BARE_CODES } from './codes.js';
import { findFields } from './fields.js';
import { findLocations } from './locations.js';
import type { Mark } from './marks.js';
import { findPhrases, phraseRow } from './phrases.js';
import { findReasons } from './reason.js';
import { findSentences } from './sentence.js';

/** Where errors begin. What stands before the first word of an error itself (a command line, a file name) belongs to it. */
const OPENERS = [
  /An\s{1,9}error\s{1,9}occurred\s{1,9}\(/g,
  /\b(?:upload|download|copy|move|delete) failed:/g,
  /\bfatal error:/g,
  /\boperation\s{1,9}error\s{1,9}[A-Z]/g,
  /<Error>/g,
  /"eventVersion"\s{0,3}:/g,
  /(?:^|\n)Error: /g,
  /(?:^|\n)(?:Caused by: )?(?:[a-z]\w{0,40}\.){2,12}\w{1,80}(?:Exception|Error): /g,
  // A sentence by itself: nothing on the line before it leads over to it.
  /(?:^|(?<![:(,]|\s["']|<\w{1,40}>)\n)User: arn:/g,
  /\bTraceback \(most recent call last\)/g,
] as const;
const SERVICES = [
  /\bService:\s{1,3}(?:Amazon\s{1,3})?(?:S3|AWSKMS|Kms)\b/g,
  /\b(?:Amazon)?S3Exception\b/g,
  /["'](?:s3|kms)\.amazonaws\.com["']/g,
  /\bs3\.js:/g,
] as const;

/** Everything that the text says, in its order. */
export function findMarks(text: string): readonly Mark[] {
  const at = (patterns: readonly RegExp[], kind: 'opens' | 'service') =>
    patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].map((match): Mark => ({ kind, at: match.index })),
    );
  const marks: readonly Mark[] = [
    ...at(OPENERS, 'opens'),
    ...at(SERVICES, 'service'),
    ...findSentences(text),
    ...findReasons(text),
    ...findLocations(text),
    ...findPhrases(text),
    ...findFields(text),
  ];
  return [...marks].sort((a, b) => a.at - b.at);
}

/** The marks of each error, in the order of the text. */
export function groupMarks(text: string, marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const groups: Mark[][] = [];
  let current = new ErrorUnderWay();
  for (const mark of marks) {
    if (current.isEndedBy(mark, text)) current = new ErrorUnderWay();
    if (current.marks.length === 0) groups.push(current.marks);
    current.add(mark, text);
  }
  return groups;
}

/** What is told of an error so far, kept so that each further mark is checked in constant time. */
class ErrorUnderWay {
  readonly marks: Mark[] = [];
  private told = false;
  private readonly values = new Map<string, string>();
  private readonly places = new Set<string>();

  isEndedBy(mark: Mark, text: string): boolean {
    if (mark.kind === 'opens') return this.told;
    if (mark.kind === 'location') {
      return (
        this.told &&
        mark.rank >= 2 &&
        this.places.size > 0 &&
        !mark.places.some((place) => this.places.has(JSON.stringify(place)))
      );
    }
    if (isBareHead(mark, text) && this.values.has('sentence')) return true;
    const said = identity(mark, text);
    const before = said === undefined ? undefined : this.values.get(said.name);
    return before !== undefined && before !== said?.value;
  }

  add(mark: Mark, text: string): void {
    this.marks.push(mark);
    this.told ||= tells(mark);
    if (mark.kind === 'location' && mark.rank >= 2)
      for (const place of mark.places) this.places.add(JSON.stringify(place));
    const said = identity(mark, text);
    if (said !== undefined) this.values.set(said.name, said.value);
    else if (mark.kind === 'field' && mark.field === 'errorCode' && !this.values.has('errorCode'))
      this.values.set('errorCode', mark.value);
  }
}

/** What two marks of one error cannot say differently. */
function identity(mark: Mark, text: string): { readonly name: string; readonly value: string } | undefined {
  if (mark.kind === 'sentence') {
    return { name: 'sentence', value: JSON.stringify([mark.principal, mark.action, mark.resource]) };
  }
  if (mark.kind === 'reason') {
    return { name: 'reason', value: JSON.stringify([mark.denyType, mark.policyType, mark.trustPolicy]) };
  }
  if (mark.kind !== 'field') return undefined;
  const firm = mark.rank >= 3 || isBareHead(mark, text);
  return firm && ['operation', 'errorCode', 'requestId'].includes(mark.field)
    ? { name: mark.field, value: mark.value }
    : undefined;
}

/** `AccessDenied: …` at the beginning of a line. */
function isBareHead(mark: Mark, text: string): boolean {
  if (mark.kind !== 'field' || mark.field !== 'errorCode') return false;
  const known: readonly string[] = BARE_CODES;
  const opensLine = mark.at === 0 || text[mark.at - 1] === '\n';
  return opensLine && known.includes(mark.value) && text.startsWith(`${mark.value}: `, mark.at);
}

/** Whether a mark says what the error is, rather than what may come before it: a place, or the headers of the response. */
function tells(mark: Mark): boolean {
  switch (mark.kind) {
    case 'sentence':
    case 'reason':
      return true;
    case 'phrase':
      return phraseRow(mark.phrase).weak !== true;
    case 'field':
      return mark.field === 'errorCode';
    case 'location':
    case 'opens':
    case 'service':
    case 'status':
      return false;
    default:
      return assertNever(mark);
  }
}
