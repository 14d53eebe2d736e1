/** What is found in a text, piece by piece: a mark is one thing said at one place. */

import type { ErrorFacts, ErrorPolicyType, S3Address } from '../types.js';
import type { PhraseId } from './phrases.js';

/** Fields whose value is text and that any pattern may fill. */
export type TextField =
  | 'operation'
  | 'errorCode'
  | 'requestId'
  | 'extendedRequestId'
  | 'region'
  | 'authorizationId'
  | 'bucket'
  | 'key'
  | 'accountId'
  | 'principalArn';

export type Mark =
  | {
      readonly kind: 'field';
      readonly at: number;
      readonly field: TextField;
      readonly value: string;
      readonly rank: number;
    }
  | { readonly kind: 'status'; readonly at: number; readonly status: number; readonly rank: number }
  | SentenceMark
  | ReasonMark
  /** One place, or where something was copied from and to. */
  | {
      readonly kind: 'location';
      readonly at: number;
      readonly places: readonly S3Address[];
      readonly rank: number;
    }
  | { readonly kind: 'phrase'; readonly at: number; readonly phrase: PhraseId }
  /** Words that show that S3 or KMS is meant. */
  | { readonly kind: 'service'; readonly at: number }
  /** A new error begins here, if the one before is told. */
  | { readonly kind: 'opens'; readonly at: number };

/** `User: … is not authorized to perform: … on resource: …` */
export interface SentenceMark {
  readonly kind: 'sentence';
  readonly at: number;
  readonly end: number;
  readonly principal?: string;
  readonly action?: string;
  readonly resource?: string;
  /** The resource's quote was never closed: its end is missing. */
  readonly resourceCut: boolean;
}

/** `with an explicit deny in a …`, `because no … allows`, `because public … are prevented by …` */
export interface ReasonMark {
  readonly kind: 'reason';
  readonly at: number;
  readonly denyType?: 'explicit' | 'implicit';
  readonly policyType?: ErrorPolicyType;
  readonly policyArn?: string;
  readonly action?: string;
  /** A denial of one type that came about through another: that first type. */
  readonly through?: ErrorPolicyType;
  readonly trustPolicy: boolean;
}

export type MutableFacts = { -readonly [Field in keyof ErrorFacts]: ErrorFacts[Field] };
