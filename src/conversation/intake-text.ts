import { findOperation, isPrincipalArn, parseAddress, redactSecrets } from '../s3/index.js';
import { definedFields } from './fields.js';
import { evidenceOf } from './evidence-of.js';
import { readIntake, type IntakeFields } from './intake.js';
import type { InvestigationDetails } from './investigation.js';

/** What one piece of free text says: the form filled in, and, where that is enough to start at once, the details. */
export interface TextIntake {
  readonly fields: IntakeFields;
  /** Only where both bucket and operation are known. */
  readonly details?: InvestigationDetails;
}

/**
 * Reads `[error text | s3:// address …] [principal ARN] [operation]`, or a message in which somebody quotes an error. The platform's
 * own markup has to be undone before. `audit` is set in what may start at once: who is allowed to have AWS read has it read. `grant …`
 * starts the wizard that lets somebody in.
 */
export function intakeFromText(text: string): TextIntake {
  const wanted = GRANT.exec(text)?.[1];
  if (wanted !== undefined) return grantIn(wanted);
  const fields = fieldsIn(text);
  const outcome = readIntake({ ...fields, audit: true });
  if (outcome.outcome === 'invalid') return { fields };
  const { request } = evidenceOf({ details: outcome.details });
  const where = request.bucket ?? request.accessPointArn;
  return where === undefined || request.operation === undefined
    ? { fields }
    : { fields, details: outcome.details };
}

/** `grant [s3://bucket/key] [principal ARN]`: no denial is looked into, somebody is to be let in. */
const GRANT = /^\s*grant(?![^\s])(.*)$/is;
const GRANT_FLOW = 'grant-cross-account';

/** The wizard asks for what is missing, so it starts with whatever was said. */
function grantIn(text: string): TextIntake {
  const { resource, principal } = fieldsIn(text);
  const fields = definedFields({ resource, principal });
  const outcome = readIntake({ ...fields, error_text: text.trim() || GRANT_FLOW, audit: true });
  if (outcome.outcome === 'invalid') return { fields };
  const { errorText: _text, ...details } = outcome.details;
  return { fields, details: { ...details, flow: GRANT_FLOW } };
}

function fieldsIn(text: string): IntakeFields {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const command = readCommand(words);
  if (command !== undefined) return command;
  const { rest, principal, operation } = takeTrailing(text.trim());
  const address = words.find(isAddress);
  // An address that the error text itself names needs no field of its own.
  const named =
    address !== undefined &&
    evidenceOf({ details: { errorText: rest, audit: false } }).request.bucket !== undefined;
  return definedFields({
    error_text: rest === '' ? undefined : redactSecrets(rest),
    resource: named || address === undefined ? undefined : cleanAddress(address),
    principal,
    operation,
  });
}

/** Words that all are an address, a principal or an operation, at most one of each: no error text at all. */
function readCommand(words: readonly string[]): IntakeFields | undefined {
  if (words.length === 0) return {};
  let fields: IntakeFields = {};
  for (const word of words) {
    const read = readWord(word);
    const [name] = Object.keys(read);
    if (name === undefined || Object.hasOwn(fields, name)) return undefined;
    fields = { ...fields, ...read };
  }
  return fields;
}

function readWord(word: string): IntakeFields {
  if (isAddress(word)) return { resource: cleanAddress(word) };
  if (isPrincipal(word)) return { principal: word };
  const operation = operationIn(word);
  return operation === undefined ? {} : { operation };
}

/** Principal and operation behind an error text. */
function takeTrailing(text: string): {
  readonly rest: string;
  readonly principal?: string;
  readonly operation?: string;
} {
  let rest = text;
  let taken: { readonly principal?: string; readonly operation?: string } = {};
  for (;;) {
    const match = /(?:^|\s)(\S+)$/.exec(rest);
    const word = match?.[1] ?? '';
    const operation = taken.operation === undefined ? operationIn(word) : undefined;
    if (taken.principal === undefined && isPrincipal(word)) taken = { ...taken, principal: word };
    else if (operation !== undefined) taken = { ...taken, operation };
    else return { rest, ...taken };
    rest = rest.slice(0, rest.length - word.length).trimEnd();
  }
}

/** A word that can only be an address; a bare word could be anything. */
function isAddress(word: string): boolean {
  return /^(?:s3[an]?:\/\/|https?:\/\/|arn:[^:]*:s3)/i.test(word) && parseAddress(word).ok;
}

/** Without what a presigned URL carries. */
function cleanAddress(word: string): string {
  return word.startsWith('http') ? word.replace(/[?#].*$/s, versionIn(word)) : word;
}

function versionIn(url: string): string {
  const version = /[?&](versionId=[^&#]+)/.exec(url)?.[1];
  return version === undefined ? '' : `?${version}`;
}

function isPrincipal(word: string): boolean {
  return isPrincipalArn(word) || /^\d{12}$/.test(word) || word === 'anonymous';
}

/** `GetObject`, `get-object` or `s3:GetObject`; not `list` or `read`, which are English first. */
function operationIn(word: string): string | undefined {
  if (!/^(?:s3:)?[A-Z][a-z]+[A-Z]\w+$|^[a-z]+(?:-[a-z0-9]+)+$/.test(word)) return undefined;
  const found = findOperation(word);
  return found.outcome === 'found' ? found.operation.name : undefined;
}
