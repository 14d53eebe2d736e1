/** The parser of error texts: for the grammar, in every wrapper, wrapped, indented, cut and quoted as people paste them. */

import { parseS3Arn } from '../address-arn.js';
import type { ErrorFacts } from '../types.js';
import { findMarks, groupMarks } from './groups.js';
import { readings } from './normalize.js';
import { type ResolvedError, resolveError } from './resolve.js';

/** What the text says beyond the facts of the contract. */
export interface ErrorDetail {
  readonly facts: ErrorFacts;
  /** The access point that the request went through, where the denied resource is one's. */
  readonly accessPointArn?: string;
}

/**
 * What an error text says; what it does not say is left out. Of several errors in one text the denial by S3 or KMS counts,
 * then any other denial. Never throws; linear in the length of the text. No secret of the text comes out.
 */
export function parseErrorText(text: string): ErrorFacts {
  return parseErrorDetail(text).facts;
}

/** As {@link parseErrorText}, with what only this program uses. */
export function parseErrorDetail(text: string): ErrorDetail {
  const found = bestError(text);
  if (found === undefined) return { facts: {} };
  const arn = found.resource?.startsWith('arn:') ? found.resource : undefined;
  const accessPointArn = arn === undefined ? undefined : parseS3Arn(arn)?.accessPointArn;
  return { facts: found.facts, ...(accessPointArn === undefined ? {} : { accessPointArn }) };
}

function bestError(text: string): ResolvedError | undefined {
  return readings(text)
    .flatMap((reading) =>
      groupMarks(reading.text, findMarks(reading.text)).map((marks) => resolveError(reading, marks)),
    )
    .reduce<ResolvedError | undefined>(
      (best, error) => (best === undefined || beats(error, best) ? error : best),
      undefined,
    );
}

function beats(error: ResolvedError, best: ResolvedError): boolean {
  return error.weight > best.weight || (error.weight === best.weight && error.score > best.score);
}
