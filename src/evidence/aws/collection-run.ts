import type { AuditAccount } from '../collector.js';
import { wasBegun, withDeadline } from './deadline.js';
import type { SnapshotDraft } from './draft.js';
import { interpret } from './explain.js';
import { againIfSkewed } from './skew.js';
import { openSession, type SessionSettings } from './open-session.js';
import type { ProgressTracker } from './progress.js';
import { unknownBecause, type Answer, type Facts, type Read } from './read.js';
import type { SessionPurpose } from './session-policy.js';
import { regionOf, type StsSession } from './sts-session.js';

export interface RunSettings extends SessionSettings {
  readonly accounts: readonly AuditAccount[];
  readonly draft: SnapshotDraft;
  readonly progress: ProgressTracker;
}

/** One collection under way: sessions are opened once for each account and purpose, calls are bounded and recorded. */
export interface CollectionRun {
  readonly accounts: readonly AuditAccount[];
  readonly draft: SnapshotDraft;
  accountOf(account: string): AuditAccount | undefined;
  /** Where an account is asked what is bound to no region of its own. */
  regionOf(account: AuditAccount): string;
  openSession(account: AuditAccount, purpose: SessionPurpose): Promise<StsSession>;
  /** Makes one read. Never throws for what AWS answers. */
  perform<Input, Output>(
    read: Read<Input, Output>,
    session: Promise<StsSession>,
    input: Input,
  ): Promise<Answer<Output>>;
  /** Makes one read and notes what came of it in the draft. */
  note<Input>(read: Read<Input, Facts>, session: Promise<StsSession>, input: Input): Promise<Answer<Facts>>;
  /** After `stop`: waits until what is under way has noticed, so that the record is complete. */
  close(): Promise<void>;
}

export function createCollectionRun(settings: RunSettings): CollectionRun {
  const sessions = new Map<string, Promise<StsSession>>();
  const underway: Promise<unknown>[] = [];
  const perform: CollectionRun['perform'] = (read, session, input) => {
    const performing = performRead(read, session, input, settings);
    underway.push(performing);
    return performing;
  };
  return {
    accounts: settings.accounts,
    draft: settings.draft,
    accountOf: (account) => settings.accounts.find((candidate) => candidate.account === account),
    regionOf: (account) => regionOf(account, settings.region),
    openSession: (account, purpose) => {
      const id = `${account.account} ${purpose.kind}`;
      const opening = sessions.get(id) ?? openSession(account, purpose, settings);
      sessions.set(id, opening);
      return opening;
    },
    perform,
    note: async (read, session, input) => {
      const answer = await perform(read, session, input);
      if (answer.outcome === 'known') settings.draft.noteKnown(answer.value);
      else settings.draft.noteUnknown(read.fields, answer.failures);
      return answer;
    },
    close: async () => {
      await Promise.allSettled([...underway, ...sessions.values()]);
    },
  };
}

async function performRead<Input, Output>(
  read: Read<Input, Output>,
  opening: Promise<StsSession>,
  input: Input,
  settings: RunSettings,
): Promise<Answer<Output>> {
  const { progress, stop, callMilliseconds } = settings;
  const session = await opening;
  if (session.outcome === 'refused') {
    progress.finished(read);
    return unknownBecause(session.failure);
  }
  progress.started(read);
  const startedAt = Date.now();
  const attempt = await withDeadline(
    (abortSignal) => againIfSkewed(() => read.run(session.clients, input, { abortSignal })),
    callMilliseconds,
    stop,
  );
  const { answer, outcome } = interpret(read, attempt, settings);
  const { account, roleArn } = session.account;
  if (wasBegun(attempt)) settings.record({ account, roleArn, call: read.call, outcome }, startedAt);
  progress.finished(read);
  return answer;
}
