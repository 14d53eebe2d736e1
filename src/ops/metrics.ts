import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Route } from './http-server.js';

export type SurfaceName = 'slack' | 'teams';

/** What the rooms tell the operator. Labels come from fixed sets, never from what people type. */
export interface Metrics {
  readonly routes: readonly Route[];
  /** How long a click, command or submission waited for its acknowledgement. `kind`: `action:answer`, `command`. */
  observeAck(surface: SurfaceName, kind: string, seconds: number): void;
  /** `outcome`: applied, repeated, stale, forbidden, not_found, invalid, store_down, failed, … */
  countInteraction(surface: SurfaceName, kind: string, outcome: string): void;
  /** `kind`: show, collect, post_support, notify. `outcome`: done, retry, gone, failed. */
  countEffect(kind: string, outcome: string, seconds: number): void;
  countDiagnosis(cause: string, status: string): void;
  countFeedback(solved: boolean): void;
  /** `outcome`: ok, denied, failed, timeout. */
  countAuditCall(call: string, outcome: string): void;
  /** `operation`: load, commit, ping, … `outcome`: ok, failed. */
  observeStore(operation: string, outcome: 'ok' | 'failed', seconds: number): void;
  /** The platform asked for fewer calls (429). */
  countRateLimited(surface: SurfaceName): void;
  /** Somebody was asked to slow down. */
  countThrottled(scope: 'user' | 'workspace', act: 'start' | 'audit'): void;
  /** Asked whenever the metrics are read: investigations that this process wrote lately. */
  countActive(count: () => number): void;
  /** Prometheus text. */
  text(): Promise<string>;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: readonly string[]) =>
    new Counter({ name: `s3denied_${name}`, help, labelNames, registers: [registry] });
  const histogram = (name: string, help: string, labelNames: readonly string[]) =>
    new Histogram({ name: `s3denied_${name}`, help, labelNames, buckets: SECONDS, registers: [registry] });

  const acks = histogram('ack_seconds', 'Time until an interaction was acknowledged', ['surface', 'kind']);
  const interactions = counter('interactions_total', 'Interactions by outcome', [
    'surface',
    'kind',
    'outcome',
  ]);
  const effects = histogram('effect_seconds', 'Effects run, by outcome', ['kind', 'outcome']);
  const diagnoses = counter('diagnoses_total', 'Causes diagnosed', ['cause', 'status']);
  const feedback = counter('feedback_total', 'Feedback given', ['solved']);
  const audit = counter('audit_calls_total', 'AWS calls made for audits', ['call', 'outcome']);
  const stores = histogram('store_seconds', 'Time that the store took', ['operation', 'outcome']);
  const limited = counter('rate_limited_total', 'Calls that the platform answered with 429', ['surface']);
  const throttled = counter('throttled_total', 'Starts and audits refused by our own limits', [
    'scope',
    'act',
  ]);
  const text = () => registry.metrics();
  return {
    observeAck: (surface, kind, seconds) => acks.observe({ surface, kind }, seconds),
    countInteraction: (surface, kind, outcome) => interactions.inc({ surface, kind, outcome }),
    countEffect: (kind, outcome, seconds) => effects.observe({ kind, outcome }, seconds),
    countDiagnosis: (cause, status) => diagnoses.inc({ cause, status }),
    countFeedback: (solved) => feedback.inc({ solved: String(solved) }),
    countAuditCall: (call, outcome) => audit.inc({ call, outcome }),
    observeStore: (operation, outcome, seconds) => stores.observe({ operation, outcome }, seconds),
    countRateLimited: (surface) => limited.inc({ surface }),
    countThrottled: (scope, act) => throttled.inc({ scope, act }),
    countActive: (count) =>
      void new Gauge({
        name: 's3denied_active_investigations',
        help: 'Investigations that this process wrote in the last 15 minutes',
        registers: [registry],
        collect() {
          this.set(count());
        },
      }),
    text,
    routes: [
      {
        method: 'GET',
        path: '/metrics',
        handle: async (_request, response) => {
          response.writeHead(200, { 'content-type': registry.contentType });
          response.end(await text());
        },
      },
    ],
  };
}
