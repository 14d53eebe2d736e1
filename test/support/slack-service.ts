import type { Investigation } from '../../src/conversation/investigation.js';
import type {
  ConversationService,
  Forbidden,
  HandleOutcome,
  InvestigationEvent,
  RecentInvestigation,
  StartOutcome,
  StartRequest,
} from '../../src/conversation/service.js';
import type { Actor } from '../../src/conversation/investigation.js';

export interface Handled {
  readonly investigationId: string;
  readonly eventId: string;
  readonly actor: Actor;
  readonly event: InvestigationEvent;
}

/** A conversation that records what it is told, and answers as the test says. An event id that it has seen is `repeated`. */
export class FakeService implements ConversationService {
  readonly started: StartRequest[] = [];
  readonly handled: Handled[] = [];
  readonly investigations = new Map<string, Investigation>();
  outcome: HandleOutcome = { outcome: 'applied' };
  auditors: readonly string[] = [];
  /** What a start comes to; left out: it is started. */
  startOutcome: StartOutcome | undefined;
  recents: readonly RecentInvestigation[] = [];
  /** Who was denied last time. */
  usual: string | undefined;
  /** Thrown, after a delay, by every method. */
  fails: Error | undefined;
  delayMs = 0;
  readonly #seen = new Set<string>();

  async start(request: StartRequest): Promise<StartOutcome> {
    await this.#trouble();
    const investigationId = `inv_${request.eventId.length}`;
    if (this.#repeated(request.eventId)) return { outcome: 'repeated' as const, investigationId };
    if (this.startOutcome !== undefined) return this.startOutcome;
    this.started.push(request);
    return { outcome: 'started' as const, investigationId };
  }

  async handle(
    investigationId: string,
    eventId: string,
    actor: Actor,
    event: InvestigationEvent,
  ): Promise<HandleOutcome> {
    await this.#trouble();
    if (this.#repeated(eventId)) return { outcome: 'repeated' };
    this.handled.push({ investigationId, eventId, actor, event });
    return this.outcome;
  }

  async load(investigationId: string): Promise<Investigation | undefined> {
    await this.#trouble();
    return this.investigations.get(investigationId);
  }

  async card(): Promise<undefined> {}

  async mayAudit(actor: Actor): Promise<boolean> {
    return this.auditors.includes(actor.userId);
  }

  async refuseStart(): Promise<Forbidden | undefined> {
    await this.#trouble();
    return this.startOutcome?.outcome === 'forbidden' ? this.startOutcome : undefined;
  }

  async usualPrincipal(): Promise<string | undefined> {
    await this.#trouble();
    return this.usual;
  }

  async recent(): Promise<readonly RecentInvestigation[]> {
    await this.#trouble();
    return this.recents;
  }

  async auditable(actor: Actor): Promise<readonly string[]> {
    return this.auditors.includes(actor.userId) ? ['111122223333'] : [];
  }

  async refuse(investigation: Investigation, actor: Actor): Promise<HandleOutcome | undefined> {
    if (investigation.owner.userId === actor.userId) return undefined;
    return {
      outcome: 'forbidden',
      message: ['Only ', { kind: 'user', userId: investigation.owner.userId }, ' may.'],
    };
  }

  #repeated(eventId: string): boolean {
    const repeated = this.#seen.has(eventId);
    this.#seen.add(eventId);
    return repeated;
  }

  async #trouble(): Promise<void> {
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (this.fails !== undefined) throw this.fails;
  }
}

export function anInvestigation(id: string, more: Partial<Investigation> = {}): Investigation {
  return {
    schema: 1,
    id,
    createdAt: '2026-11-21T12:00:00.000Z',
    owner: { surface: 'slack', workspace: 'T1', userId: 'U1' },
    place: { channel: 'C1', direct: false },
    details: { bucket: 'amzn-s3-demo-bucket', key: 'a.txt', operation: 'GetObject', audit: false },
    phase: 'asking',
    flowId: 'general-403',
    flowFingerprint: 'f',
    machine: { value: 'x', context: {} },
    answers: {},
    audit: 0,
    ...more,
  };
}
