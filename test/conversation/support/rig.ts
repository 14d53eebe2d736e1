import { randomUUID } from 'node:crypto';
import {
  createConversation,
  type Conversation,
  type ConversationOptions,
} from '../../../src/conversation/index.js';
import type { Actor, InvestigationDetails, Place } from '../../../src/conversation/investigation.js';
import type { StartOutcome } from '../../../src/conversation/service.js';
import type { InvestigationStore } from '../../../src/conversation/store.js';
import { diagnoseForTest, LIBRARY } from './library.js';
import { RecordingSurface } from './surface.js';

export const JANE: Actor = { surface: 'slack', workspace: 'T1', userId: 'U1' };
export const PLACE: Place = { channel: 'C1', direct: false };
export const DETAILS: InvestigationDetails = {
  bucket: 'amzn-s3-demo-bucket',
  key: 'report.csv',
  operation: 'GetObject',
  principal: 'arn:aws:iam::111122223333:user/Jane',
  audit: false,
};

export interface Process {
  readonly conversation: Conversation;
  readonly surface: RecordingSurface;
  /** Lets the worker finish what it is at. */
  stop(): Promise<void>;
}

/** One process of the bot: a conversation, its worker and its connection to a chat platform. `supportChannels: {}`: none. */
export function startProcess(
  store: InvestigationStore,
  {
    surface = new RecordingSurface(),
    supportChannels = { slack: 'C-support' },
    ...options
  }: Partial<ConversationOptions> & { surface?: RecordingSurface } = {},
): Process {
  const conversation = createConversation({
    store,
    library: LIBRARY,
    diagnose: diagnoseForTest,
    surfaces: { slack: surface, teams: undefined },
    supportChannels,
    ...options,
    limits: { progressEveryMs: 20, retryFirstMs: 20, retryMaxMs: 100, ...options.limits },
  });
  const stopping = new AbortController();
  const running = conversation.run(stopping.signal);
  return {
    conversation,
    surface,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** The id of what was started. */
export function idOf(outcome: StartOutcome): string {
  if (outcome.outcome === 'forbidden') throw new Error('this person may not start');
  return outcome.investigationId;
}

/** Starts an investigation and returns its id. */
export async function startInvestigation(
  conversation: Conversation,
  details: Partial<InvestigationDetails> = {},
  eventId: string = randomUUID(),
): Promise<string> {
  const request = { eventId, actor: JANE, place: PLACE, details: { ...DETAILS, ...details } };
  return idOf(await conversation.start(request));
}

export async function answer(
  conversation: Conversation,
  investigationId: string,
  step: string,
  option: string,
  eventId: string = randomUUID(),
) {
  return conversation.handle(investigationId, eventId, JANE, { kind: 'answer.submitted', step, option });
}

/** Waits until something holds; fails with what was seen last. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 5000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    if (await holds()) return;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
