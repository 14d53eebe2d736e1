import type { Card } from '../card/card.js';
import { messageOf, OtherReleaseError } from '../errors.js';
import { SYSTEM_CLOCK, type Clock } from './clock.js';
import { createUnwritten, runEffect } from './effects/index.js';
import type { ConversationEvent } from './events.js';
import { evidenceOf } from './evidence-of.js';
import { investigationIdFor, isInvestigationId } from './ids.js';
import { createInterviewer } from './interviewer.js';
import type { Actor, Investigation } from './investigation.js';
import { DEFAULT_LIMITS, type ConversationLimits } from './limits.js';
import type { ConversationOptions } from './options.js';
import { createPermissions, isSamePerson, type Permissions } from './permissions.js';
import { NO_LOGGER, NO_METER, OPEN_RULES, type AuditAccess, type Logger, type Rules } from './ports.js';
import { presentInvestigation, presentRecent } from './present/index.js';
import type { Throttle } from './rate-limit.js';
import { createRecentList } from './recent.js';
import type {
  ClickedMessage,
  ConversationService,
  Forbidden,
  HandleOutcome,
  InvestigationEvent,
  RecentInvestigation,
  StartRequest,
} from './service.js';
import { begin } from './start.js';
import { learnPlace } from './transition/index.js';
import { createWriter, NOT_FOUND, type Writer } from './writer.js';

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
  readonly #clock: Clock;
  readonly #interviewer;
  readonly #unwritten = createUnwritten();
  readonly #recent;
  readonly #rules: Rules;
  readonly #permissions: Permissions;
  readonly #writer: Writer;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#logger = options.logger ?? NO_LOGGER;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#interviewer = createInterviewer(options.library, options.diagnose);
    this.#recent = createRecentList(options.store.records);
    this.#rules = options.rules ?? OPEN_RULES;
    this.#permissions = createPermissions(this.#rules);
    this.#writer = createWriter({
      store: options.store,
      interviewer: this.#interviewer,
      meter: options.meter ?? NO_METER,
      attempts: this.#limits.attemptsOnConflict,
      transitionDeps: () => this.#presenting(),
    });
  }

  async start(request: StartRequest): ReturnType<ConversationService['start']> {
    const { actor, eventId } = request;
    const held =
      this.#throttle('start', actor, eventId) ??
      (request.details.audit ? this.#throttle('audit', actor, eventId) : undefined);
    if (held !== undefined) return held;
    const id = investigationIdFor(
      this.#options.idSecret ?? 's3denied',
      request.actor.workspace,
      request.eventId,
    );
    const refusal = await this.refuseStart(request.actor, request.place.channel);
    if (refusal !== undefined) return refusal;
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
    void this.#note(this.#recent.add(request.actor, id));
    if (investigation.phase === 'diagnosed') this.#writer.countDiagnosis(investigation);
    return { outcome: 'started', investigationId: id };
  }

  async handle(
    id: string,
    eventId: string,
    actor: Actor,
    event: InvestigationEvent,
    clicked?: ClickedMessage,
  ): Promise<HandleOutcome> {
    if (!isInvestigationId(id)) return NOT_FOUND;
    const reads =
      event.kind === 'recheck.requested' || (event.kind === 'details.edited' && event.details.audit);
    const held = reads ? this.#throttle('audit', actor, eventId) : undefined;
    if (held !== undefined) return held;
    const admitted = await this.#admit(event, actor);
    const admit = async (investigation: Investigation) =>
      investigation.phase === 'deleted'
        ? NOT_FOUND
        : this.#permissions.refuseEvent(investigation, actor, event);
    const outcome = await this.#writer.write({ id, eventId, event: admitted, clicked }, admit);
    if (event.kind === 'deletion.requested' && outcome.outcome === 'applied')
      await this.#note(this.#recent.remove(actor, id));
    return outcome;
  }

  async load(id: string): Promise<Investigation | undefined> {
    if (!isInvestigationId(id)) return undefined;
    const investigation = (await this.#options.store.load(id))?.investigation;
    return investigation?.phase === 'deleted' ? undefined : investigation;
  }

  async card(id: string, actor: Actor, seen?: ClickedMessage): Promise<Card | undefined> {
    const investigation = await this.load(id);
    if (investigation === undefined || (await this.refuse(investigation, actor)) !== undefined)
      return undefined;
    if (learnPlace(investigation, seen).investigation !== investigation) await this.#learn(id, seen);
    return presentInvestigation(investigation, this.#presenting());
  }

  async mayAudit(actor: Actor): Promise<boolean> {
    return (await this.auditable(actor)).length > 0;
  }

  async auditable(actor: Actor): Promise<readonly string[]> {
    const { collector, auditAccess } = this.#options;
    if (collector === undefined || auditAccess === undefined) return [];
    return (await auditAccess.auditable(actor)).map(({ account }) => account);
  }

  async recent(actor: Actor): Promise<readonly RecentInvestigation[]> {
    const earlier = await this.#earlier(actor);
    return earlier.map((investigation) => presentRecent(investigation, this.#presenting()));
  }

  refuseStart(actor: Actor, channel: string): Promise<Forbidden | undefined> {
    return this.#permissions.refuseStart(actor, channel);
  }

  refuse(investigation: Investigation, actor: Actor): Promise<Forbidden | undefined> {
    return this.#permissions.refuse(investigation, actor);
  }

  async usualPrincipal(actor: Actor): Promise<string | undefined> {
    const earlier = await this.#earlier(actor);
    const named = earlier.map((investigation) => evidenceOf(investigation).request.principal);
    return named.find((principal) => principal?.startsWith('arn:'));
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
      meter: this.#options.meter ?? NO_METER,
      unwritten: this.#unwritten,
      signal,
    };
    await this.#options.store.consume((pending) => runEffect(deps, pending), signal);
  }

  /** The latest first. */
  async #earlier(actor: Actor): Promise<readonly Investigation[]> {
    const ids = await this.#recent.of(actor);
    const loaded = await Promise.all(ids.map((id) => this.load(id).catch(unlessOtherRelease)));
    return loaded.flatMap((investigation) =>
      investigation !== undefined && isSamePerson(investigation.owner, actor) ? [investigation] : [],
    );
  }

  #throttle(...asked: Parameters<Throttle>): ReturnType<Throttle> {
    return this.#options.throttle?.(...asked);
  }

  #presenting() {
    const { supportChannels = {}, surfaces } = this.#options;
    const more = new Set(SURFACES.filter((surface) => surfaces[surface]?.more !== undefined));
    const { records, share } = this.#rules;
    return { interviewer: this.#interviewer, supportChannels, more, records, share };
  }

  /** What somebody sees says where it is; who sees it next says so again. */
  async #learn(id: string, clicked: ClickedMessage | undefined): Promise<void> {
    const event = { kind: 'message.seen' } as const;
    try {
      await this.#writer.write({ id, eventId: `seen:${clicked?.message}`, event, clicked });
    } catch (error) {
      this.#logger.warn({ error: messageOf(error) }, 'where a message is could not be written down');
    }
  }

  async #note(change: Promise<void>): Promise<void> {
    await change.catch((error: unknown) =>
      this.#logger.warn({ error: messageOf(error) }, 'the list of recent investigations is behind'),
    );
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
    const { outcome } = await this.#writer.write({ id, eventId, event });
    return outcome === 'applied' || outcome === 'repeated';
  }
}

function unlessOtherRelease(error: unknown): undefined {
  if (!(error instanceof OtherReleaseError)) throw error;
}

const SURFACES = ['slack', 'teams'] as const;
const NO_AUDIT: AuditAccess = { auditable: async () => [] };
