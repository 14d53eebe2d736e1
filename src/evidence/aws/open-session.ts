import type { AuditAccount, AuditCall } from '../collector.js';
import { createAwsClients } from './clients.js';
import { wasBegun, withDeadline } from './deadline.js';
import { explainFailure, type Limits } from './explain.js';
import { againIfSkewed } from './skew.js';
import { sessionPolicy, type SessionPurpose } from './session-policy.js';
import {
  partitionOf,
  regionOf,
  SESSION_SECONDS,
  sessionNameOf,
  type AssumeRole,
  type StsSession,
} from './sts-session.js';

export interface SessionSettings extends Limits {
  readonly investigationId: string;
  /** Where the account's own entry names none. */
  readonly region: string | undefined;
  readonly customEndpoint: boolean;
  readonly assumeRole: AssumeRole;
  /** `startedAt`: in milliseconds since 1970. */
  readonly record: (call: AuditCall, startedAt: number) => void;
  readonly stop: AbortSignal;
}

const ASSUME_ROLE = { call: 'sts:AssumeRole', iamAction: 'sts:AssumeRole' };

/**
 * Assumes an account's audit role for one purpose, under the external id, the investigation's name and the narrowing policy.
 * Never throws for what STS answers.
 */
export async function openSession(
  account: AuditAccount,
  purpose: SessionPurpose,
  settings: SessionSettings,
): Promise<StsSession> {
  const partition = partitionOf(account.roleArn);
  const region = regionOf(account, settings.region);
  const request = {
    roleArn: account.roleArn,
    externalId: account.externalId,
    sessionName: sessionNameOf(settings.investigationId),
    policy: sessionPolicy(purpose, partition, account.account),
    durationSeconds: SESSION_SECONDS,
    region,
  };
  const startedAt = Date.now();
  const attempt = await withDeadline(
    (abortSignal) => againIfSkewed(() => settings.assumeRole(request, { abortSignal })),
    settings.callMilliseconds,
    settings.stop,
  );
  const record = (outcome: AuditCall['outcome']) => {
    const { account: id, roleArn } = account;
    settings.record({ account: id, roleArn, call: 'sts:AssumeRole', outcome }, startedAt);
  };
  if (attempt.outcome === 'done') {
    record('ok');
    const { customEndpoint } = settings;
    return {
      outcome: 'open',
      account,
      clients: createAwsClients({ credentials: attempt.value, region, customEndpoint }),
    };
  }
  const { failure, outcome } = explainFailure(ASSUME_ROLE, attempt, settings);
  if (wasBegun(attempt)) record(outcome);
  const reason = `the audit role ${account.roleArn} could not be assumed (${failure.reason})`;
  return { outcome: 'refused', account, failure: { ...failure, reason } };
}
