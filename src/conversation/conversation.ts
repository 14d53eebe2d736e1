import { messageOf, StoreUnavailableError } from '../errors.js';
import type { EvidenceCollector } from '../evidence/collector.js';
import type { Diagnose, FlowLibrary } from '../flow/index.js';
import { SYSTEM_CLOCK, type Clock } from './clock.js';
import { createUnwritten, runEffect, type Surfaces } from './effects/index.js';
import type { ConversationEvent } from './events.js';
import { investigationIdFor, isInvestigationId } from './ids.js';
import { createInterviewer } from './interviewer.js';
import type { Actor, Investigation } from './investigation.js';
import { DEFAULT_LIMITS, type ConversationLimits } from './limits.js';
import { NO_LOGGER, NO_METER, type AuditAccess, type Logger, type Meter } from './ports.js';
import type { ConversationService, HandleOutcome, InvestigationEvent, StartRequest } from './service.js';
import { begin } from './start.js';
import type { InvestigationStore } from './store.js';
import { transition, type Transition } from './transition/index.js';

export interface ConversationOptions {
  readonly store: InvestigationStore;
  readonly library: FlowLibrary;
  readonly diagnose: Diagnose;
  /** Left out: nothing is ever read from AWS. */
  readonly collector?: EvidenceCollector;
  /** Left out: nobody may audit anything. */
  readonly auditAccess?: AuditAccess;
  readonly surfaces: Surfaces;
  /** Where results may be posted to; left out: the button is not offered. */
  readonly supportChannel?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly meter?: Meter;
  readonly limits?: Partial<ConversationLimits>;
  /** Makes investigations' ids unguessable from their events' ids. The same in every process of one deployment. */
  readonly idSecret?: string;
}

export interface Conversation extends ConversationService {
  /** The effect worker: shows, reads and posts until `signal` aborts, then gives back what is under way. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

export function createConversation(options: ConversationOptions): Conversation {
  return new StoredConversation(options);
}

class StoredConversation implements Conversation {
  readonly #options: ConversationOptions;
  readonly #limits: ConversationLimits;
  readonly #logger: Logger;
  readonly #meter: Meter;
  readonly #clock: Clock;
  readonly #interviewer;
  readonly #unwritten = createUnwritten();

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#logger = options.logger ?? NO_LOGGER;
    this.#meter = options.meter ?? NO_METER;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#interviewer = createInterviewer(options.library, options.diagnose);
  }

  async start(request: StartRequest): ReturnType<ConversationService['start']> {
    const id = investigationIdFor(
      this.#options.idSecret ?? 's3denied',
      request.actor.workspace,
      request.eventId,
    );
    const audit = request.details.audit && (await this.#mayTryAudit(request.actor));
    const createdAt = this.#clock.now().toISOString();
    const { investigation, effects } = begin({ ...request, id, createdAt, audit }, this.#interviewer);
    const outcome = await this.#options.store.commit({
      investigation,
      from: 0,
      eventId: request.eventId,
      effects,
    });
    if (outcome !== 'committed') return { outcome: 'repeated', investigationId: id };
    if (investigation.phase === 'diagnosed') this.#countDiagnosis(investigation);
    return { outcome: 'started', investigationId: id };
  }

  async handle(id: string, eventId: string, actor: Actor, event: InvestigationEvent): Promise<HandleOutcome> {
    const admitted = await this.#admit(event, actor);
    return this.#write(id, eventId, admitted, (investigation) => this.refuse(investigation, actor));
  }

  async load(id: string): Promise<Investigation | undefined> {
    if (!isInvestigationId(id)) return undefined;
    return (await this.#options.store.load(id))?.investigation;
  }

  async mayAudit(actor: Actor): Promise<boolean> {
    const { collector, auditAccess } = this.#options;
    if (collector === undefined || auditAccess === undefined) return false;
    return (await auditAccess.auditable(actor)).length > 0;
  }

  refuse({ owner }: Investigation, actor: Actor): HandleOutcome | undefined {
    const same =
      owner.surface === actor.surface && owner.workspace === actor.workspace && owner.userId === actor.userId;
    if (same) return undefined;
    const message = [
      'Only ',
      { kind: 'user', userId: owner.userId },
      ', who started this, can answer here.',
    ] as const;
    return { outcome: 'forbidden', message };
  }

  async run(signal: AbortSignal): Promise<void> {
    const deps = {
      ...this.#presenting(),
      load: (id: string) => this.load(id),
      report: (id: string, eventId: string, event: ConversationEvent) => this.#report(id, eventId, event),
      collector: this.#options.collector,
      auditAccess: this.#options.auditAccess ?? NO_AUDIT,
      surfaces: this.#options.surfaces,
      limits: this.#limits,
      logger: this.#logger,
      meter: this.#meter,
      unwritten: this.#unwritten,
      signal,
    };
    await this.#options.store.consume((pending) => runEffect(deps, pending), signal);
  }

  #presenting() {
    return { interviewer: this.#interviewer, supportChannel: this.#options.supportChannel };
  }

  /** Where asking for permission fails (the platform is out), the audit itself asks again. */
  async #mayTryAudit(actor: Actor): Promise<boolean> {
    try {
      return await this.mayAudit(actor);
    } catch (error) {
      this.#logger.warn(
        { actor, error: messageOf(error) },
        'could not find out whether this person may audit',
      );
      return true;
    }
  }

  async #admit(event: InvestigationEvent, actor: Actor): Promise<InvestigationEvent> {
    if (event.kind !== 'details.edited' || !event.details.audit) return event;
    return { ...event, details: { ...event.details, audit: await this.#mayTryAudit(actor) } };
  }

  async #report(id: string, eventId: string, event: ConversationEvent): Promise<boolean> {
    const { outcome } = await this.#write(id, eventId, event, () => undefined);
    return outcome === 'applied' || outcome === 'repeated';
  }

  /** Load, decide, write; whoever loses a race decides again on what the winner wrote. */
  async #write(
    id: string,
    eventId: string,
    event: ConversationEvent,
    refuse: (investigation: Investigation) => HandleOutcome | undefined,
  ): Promise<HandleOutcome> {
    const { store } = this.#options;
    for (let attempt = 0; attempt < this.#limits.attemptsOnConflict; attempt += 1) {
      const stored = isInvestigationId(id) ? await store.load(id) : undefined;
      if (stored === undefined) return NOT_FOUND;
      const refusal = refuse(stored.investigation);
      if (refusal !== undefined) return refusal;
      const result = this.#transition(stored.investigation, event);
      if (result.outcome === 'ignored') return { outcome: 'applied' };
      const commit = { investigation: result.next, from: stored.version, eventId, effects: result.effects };
      const outcome = await store.commit(commit);
      if (outcome === 'committed') {
        this.#count(stored.investigation, result.next, event);
        return answerTo(result);
      }
      if (outcome === 'repeated') return { outcome: 'repeated' };
    }
    throw new StoreUnavailableError(
      `investigation ${id} was written by others ${this.#limits.attemptsOnConflict} times in a row`,
    );
  }

  #count(before: Investigation, after: Investigation, event: ConversationEvent): void {
    if (event.kind === 'feedback.given' && after.feedback !== before.feedback)
      this.#meter.countFeedback(event.solved);
    if (before.phase !== 'diagnosed' && after.phase === 'diagnosed') this.#countDiagnosis(after);
  }

  #countDiagnosis(investigation: Investigation): void {
    for (const { id, status } of this.#interviewer.interview(investigation).diagnosis.causes)
      if (status === 'confirmed') this.#meter.countDiagnosis(id, status);
  }

  #transition(investigation: Investigation, event: ConversationEvent): Transition {
    const supportChannel = this.#options.supportChannel !== undefined;
    return transition(investigation, event, { interviewer: this.#interviewer, supportChannel });
  }
}

const NO_AUDIT: AuditAccess = { auditable: async () => [] };

const NOT_FOUND: HandleOutcome = {
  outcome: 'not_found',
  message: ['I do not remember this investigation any more: it has expired. Start a new one with /s3denied.'],
};

function answerTo(result: Exclude<Transition, { readonly outcome: 'ignored' }>): HandleOutcome {
  return result.outcome === 'stale' ? { outcome: 'stale', message: result.message } : { outcome: 'applied' };
}
