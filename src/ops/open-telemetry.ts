import { AsyncLocalStorage } from 'node:async_hooks';
import type * as Api from '@opentelemetry/api';
import { InputError, messageOf } from '../errors.js';
import type { Logger } from './logging.js';
import type { AboutSpan, SpanEnd, Tracer } from './tracing.js';

export interface OpenTelemetryOptions {
  /** Of an OTLP/HTTP receiver: traces go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly logger: Logger;
  /** For tests. */
  readonly load?: typeof loadPackages;
}

/** While the process drains, nobody waits longer for the receiver. */
const EXPORT_MS = 2_000;
const EVERY_MS = 1_000;

/**
 * Traces to OpenTelemetry's protocol. Headers, compression and the like are the exporter's own to read (`OTEL_EXPORTER_OTLP_HEADERS`, …).
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/ Throws `InputError` where the packages are not installed.
 */
export async function openTelemetry({
  endpoint,
  logger,
  load = loadPackages,
}: OpenTelemetryOptions): Promise<Tracer> {
  const { api, sdk, resources, otlp } = await load().catch(complain);
  const complaints = complaintsTo(logger);
  api.diag.setLogger(complaints, api.DiagLogLevel.ERROR);
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new otlp.OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS });
  const named = resources.detectResources({ detectors: [resources.envDetector] });
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': 's3denied' }).merge(named),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: EVERY_MS,
        exportTimeoutMillis: EXPORT_MS,
      }),
    ],
  });
  const close = () => provider.shutdown().catch((error: unknown) => complaints.error(messageOf(error)));
  return createTracer(api, provider.getTracer('s3denied'), close);
}

/** Optional dependencies: loaded only where traces are wanted. */
async function loadPackages() {
  const [api, sdk, resources, otlp] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  return { api, sdk, resources, otlp };
}

function complain(error: unknown): never {
  throw new InputError(
    `OTEL_EXPORTER_OTLP_ENDPOINT: it is set, and the packages that trace are not installed (${messageOf(error)}); install with the optional dependencies, or unset it`,
  );
}

const ignore = (): void => {};

function complaintsTo(logger: Logger): Api.DiagLogger {
  const error = (reason: string): void => logger.warn({ reason }, 'traces could not be handed over');
  return { error, warn: ignore, info: ignore, debug: ignore, verbose: ignore };
}

function createTracer(api: typeof Api, tracer: Api.Tracer, close: () => Promise<void>): Tracer {
  const around = new AsyncLocalStorage<Api.Span>();
  const begin = ({ name, kind, attributes, parent }: AboutSpan, startTime?: number): Api.Span => {
    const options = { kind: KINDS[kind](api), attributes, ...(startTime === undefined ? {} : { startTime }) };
    const before = parent === undefined ? around.getStore()?.spanContext() : readParent(parent);
    const context =
      before === undefined ? api.ROOT_CONTEXT : api.trace.setSpanContext(api.ROOT_CONTEXT, before);
    return tracer.startSpan(name, options, context);
  };
  const finish = (span: Api.Span, { attributes = {}, failed = false }: SpanEnd): void => {
    span.setAttributes(attributes);
    if (failed) span.setStatus({ code: api.SpanStatusCode.ERROR });
    span.end();
  };
  return {
    span: async (about, work, endOf) => {
      const span = begin(about);
      try {
        const result = await around.run(span, work);
        finish(span, endOf(result));
        return result;
      } catch (error) {
        finish(span, { failed: true });
        throw error;
      }
    },
    note: (about, startedAt, end) => finish(begin(about, startedAt), end),
    current: () => writeParent(around.getStore()),
    close,
  };
}

const KINDS: Readonly<Record<AboutSpan['kind'], (api: typeof Api) => Api.SpanKind>> = {
  server: ({ SpanKind }) => SpanKind.SERVER,
  client: ({ SpanKind }) => SpanKind.CLIENT,
  consumer: ({ SpanKind }) => SpanKind.CONSUMER,
  internal: ({ SpanKind }) => SpanKind.INTERNAL,
};

const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** undefined: it is none. */
function readParent(text: string): Api.SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACE_PARENT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

function writeParent(span: Api.Span | undefined): string | undefined {
  if (span === undefined) return undefined;
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}
