import type { Evidence } from '../diagnosis/types.js';
import type { FlowLibrary } from './types.js';

export interface ChosenFlow {
  readonly flowId: string;
  /** For the person: why this flow and no other. */
  readonly why: string;
}

/** A flow, and the sentence that says why it fits; undefined: it does not. The first that fits is taken. */
interface Route {
  readonly flowId: string;
  readonly fits: (evidence: Evidence) => string | undefined;
}

const ROUTES: readonly Route[] = [{ flowId: 'cross-account', fits: fitsCrossAccount }];

const GENERAL = 'general-403';

/** Picks the flow for what is known at the start. */
export function chooseFlow(library: FlowLibrary, evidence: Evidence): ChosenFlow {
  for (const { flowId, fits } of ROUTES) {
    const why = library.flows.has(flowId) ? fits(evidence) : undefined;
    if (why !== undefined) return { flowId, why };
  }
  if (library.flows.has(GENERAL)) {
    return {
      flowId: GENERAL,
      why: 'Nothing points at one kind of denial yet, so the checks for any 403 are gone through.',
    };
  }
  const flowId = library.flows.keys().next().value ?? GENERAL;
  return { flowId, why: 'It is the only flow there is.' };
}

function fitsCrossAccount(evidence: Evidence): string | undefined {
  const caller = callerAccount(evidence);
  const owner = evidence.snapshot.bucket?.account;
  if (caller !== undefined && owner !== undefined) {
    return caller === owner
      ? undefined
      : `The caller is in account ${caller}, the bucket belongs to account ${owner}.`;
  }
  return evidence.request.crossAccount === true
    ? 'The caller and the bucket are in different accounts.'
    : undefined;
}

/** The 12 digits of the caller's account, from what was read, else from the ARN that called. */
function callerAccount({ snapshot, request, error }: Evidence): string | undefined {
  if (snapshot.caller?.account !== undefined) return snapshot.caller.account;
  const principals = [error?.principalArn, request.principal, snapshot.caller?.arn];
  return principals.flatMap((principal) => accountIn(principal) ?? [])[0];
}

function accountIn(principal: string | undefined): string | undefined {
  if (principal === undefined) return undefined;
  if (/^\d{12}$/.test(principal)) return principal;
  return /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];
}
