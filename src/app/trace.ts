import { isInvestigationId } from '../conversation/ids.js';
import type { Conversation, Effect, InvestigationStore, Surface } from '../conversation/index.js';
import type { AuditCall, EvidenceCollector } from '../evidence/collector.js';
import type { AboutSpan, SpanEnd, Tracer } from '../ops/tracing.js';

const outcomeOf = ({ outcome }: { readonly outcome: string }): SpanEnd => ({
  attributes: { outcome },
  failed: outcome === 'retry',
});
const asOutcome = (outcome: string): SpanEnd => outcomeOf({ outcome });
const client = (name: string, investigation: string): AboutSpan => ({
  name,
  kind: 'client',
  attributes: { investigation },
});

/** The same conversation, with a span for each interaction. */
export function traceConversation(conversation: Conversation, tracer: Tracer): Conversation {
  return {
    start: (request) =>
      tracer.span(
        { name: 'start', kind: 'server', attributes: { surface: request.actor.surface } },
        () => conversation.start(request),
        (result) => ({
          attributes: {
            outcome: result.outcome,
            ...('investigationId' in result ? { investigation: result.investigationId } : {}),
          },
        }),
      ),
    handle: (investigation, eventId, actor, event, ...rest) =>
      tracer.span(
        {
          name: event.kind,
          kind: 'server',
          // What is no id was made up, and may be any text.
          attributes: {
            surface: actor.surface,
            ...(isInvestigationId(investigation) ? { investigation } : {}),
          },
        },
        () => conversation.handle(investigation, eventId, actor, event, ...rest),
        outcomeOf,
      ),
    load: (id) => conversation.load(id),
    card: (id, actor) => conversation.card(id, actor),
    mayAudit: (actor) => conversation.mayAudit(actor),
    recent: (actor) => conversation.recent(actor),
    auditable: (actor) => conversation.auditable(actor),
    refuseStart: (actor, channel) => conversation.refuseStart(actor, channel),
    usualPrincipal: (actor) => conversation.usualPrincipal(actor),
    refuse: (investigation, actor) => conversation.refuse(investigation, actor),
    run: (signal) => conversation.run(signal),
  };
}

/** The same store: effects carry the trace of the write that brought them, to whichever process runs them. */
export function traceStore(store: InvestigationStore, tracer: Tracer): InvestigationStore {
  return {
    records: store.records,
    load: (id) =>
      tracer.span(
        client('store load', id),
        () => store.load(id),
        () => ({}),
      ),
    commit: (commit) =>
      tracer.span(
        client('store commit', commit.investigation.id),
        () => store.commit({ ...commit, effects: commit.effects.map((effect) => traced(effect, tracer)) }),
        asOutcome,
      ),
    consume: (run, signal) =>
      store.consume(
        (pending) =>
          tracer.span(
            {
              name: `effect ${pending.effect.kind}`,
              kind: 'consumer',
              attributes: {
                investigation: pending.investigationId,
                attempts: pending.attempts,
                interrupted: pending.interrupted,
              },
              parent: pending.effect.trace,
            },
            () => run(pending),
            outcomeOf,
          ),
        signal,
      ),
    erase: (workspace) => store.erase(workspace),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

function traced(effect: Effect, tracer: Tracer): Effect {
  const trace = tracer.current();
  return trace === undefined ? effect : { ...effect, trace };
}

/** The same surface, with a span for what the platform is asked for. */
export function traceSurface(surface: Surface, name: 'slack' | 'teams', tracer: Tracer): Surface {
  const call = <T extends { readonly outcome: string }>(what: string, work: () => Promise<T>): Promise<T> =>
    tracer.span({ name: `${name} ${what}`, kind: 'client', attributes: {} }, work, outcomeOf);
  const { more } = surface;
  return {
    show: (...shown) => call('show', () => surface.show(...shown)),
    notify: (...told) => call('notify', () => surface.notify(...told)),
    postSupport: (...posted) => call('post', () => surface.postSupport(...posted)),
    ...(more === undefined
      ? {}
      : {
          more: {
            reply: (...replied) => call('reply', () => more.reply(...replied)),
            withdraw: (...withdrawn) => call('withdraw', () => more.withdraw(...withdrawn)),
          },
        }),
  };
}

/** The same collector, with a span around all that it reads. */
export function traceCollector(collector: EvidenceCollector, tracer: Tracer): EvidenceCollector {
  return {
    collect: (request) =>
      tracer.span(
        {
          name: 'collect evidence',
          kind: 'internal',
          attributes: { investigation: request.investigationId },
        },
        () => collector.collect(request),
        ({ calls }) => ({ attributes: { calls: calls.length } }),
      ),
  };
}

/** Each call to AWS as a span, once it is over. */
export function traceCalls(tracer: Tracer): (call: AuditCall, startedAt: number) => void {
  return ({ account, call, outcome }, startedAt) =>
    tracer.note({ name: `aws ${call}`, kind: 'client', attributes: { account } }, startedAt, {
      attributes: { outcome },
      failed: outcome !== 'ok',
    });
}
