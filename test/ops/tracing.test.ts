import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { traceStore } from '../../src/app/trace.js';
import { createMemoryStore } from '../../src/conversation/index.js';
import { InputError } from '../../src/errors.js';
import { createLogger } from '../../src/ops/logging.js';
import { openTelemetry } from '../../src/ops/open-telemetry.js';
import { anInvestigation } from '../conversation/support/investigation.js';
import { AUDIT_ACCOUNTS, FULL_ESTATE, USER_ARN } from '../support/aws-stand-in/full-estate.js';
import { startStandIn } from '../support/aws-stand-in/server.js';
import {
  endAllProcesses,
  eventually,
  runToEnd,
  SLACK_ENVIRONMENT,
  startBotProcess,
} from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { type ReceivedSpan, startTraceReceiver, type TraceReceiver } from './support/trace-receiver.js';

jest.setTimeout(90_000);
const logger = createLogger('silent');
const BUCKET = 'amzn-s3-demo-bucket';
const KEY = 'reports/q1.csv';

let receiver: TraceReceiver;
beforeEach(async () => {
  receiver = await startTraceReceiver();
});
afterEach(() => receiver.stop());
afterAll(endAllProcesses);

function named(name: string): ReceivedSpan {
  const span = receiver.spans.find((each) => each.name === name);
  if (span === undefined)
    throw new Error(`no span ${name}: ${receiver.spans.map((each) => each.name).join(', ')}`);
  return span;
}

/** From the span itself up to the first that nothing came before. */
function wayUp(span: ReceivedSpan): readonly string[] {
  const parent = receiver.spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent === undefined ? [span.name] : [span.name, ...wayUp(parent)];
}

test('a click is followed to the calls to AWS and to Slack, in the traces and in the log, without what was asked about', async () => {
  const folder = mkdtempSync(join(tmpdir(), 's3denied-traces-'));
  const accounts = AUDIT_ACCOUNTS.map(({ account, roleArn, externalId, organization }) => ({
    id: account,
    role: roleArn,
    externalId,
    allow: { users: ['U1'] },
    ...(organization === true ? { organization } : {}),
  }));
  writeFileSync(join(folder, 'audit.json'), JSON.stringify({ accounts }));
  const [aws, api] = await Promise.all([startStandIn(FULL_ESTATE), new FakeSlackApi().start()]);
  const bot = await startBotProcess(api, {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    AUDIT_CONFIG: join(folder, 'audit.json'),
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    LOG_LEVEL: 'debug',
  });
  const message = new LivingMessage(api);
  const text = (value: string) => ({ type: 'plain_text_input', value });
  await bot.slack.command('');
  const { args } = await api.until('views.open');
  await bot.slack.submit(
    {
      resource: text(`s3://${BUCKET}/${KEY}`),
      principal: text(USER_ARN),
      operation: { type: 'static_select', selected_option: { value: 'GetObject' } },
      audit: { type: 'checkboxes', selected_options: [{ value: 'audit' }] },
    },
    { id: 'V1', private_metadata: args['view'].private_metadata },
  );
  await eventually(() => message.buttons.find(({ actionId }) => actionId === 'start_over'), 'a card', 30_000);
  const id = message.button('start_over').value;
  await eventually(() => /"msg":"audit"/.exec(bot.log()) ?? undefined, 'an audit', 30_000);
  expect(await bot.stop()).toBe(0);
  await Promise.all([aws.stop(), api.stop()]);
  rmSync(folder, { recursive: true });

  expect(named('start').attributes).toMatchObject({
    surface: 'slack',
    outcome: 'started',
    investigation: id,
  });
  expect(wayUp(named('slack show'))).toEqual(['slack show', 'effect show', 'store commit', 'start']);
  expect(wayUp(named('aws sts:AssumeRole'))).toEqual([
    'aws sts:AssumeRole',
    'collect evidence',
    'effect collect',
    'store commit',
    'start',
  ]);
  expect(named('aws s3:GetBucketPolicy').attributes).toMatchObject({ outcome: 'ok' });
  expect(receiver.spans.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
  expect(
    new Set(
      receiver.spans
        .filter(({ attributes }) => attributes['investigation'] === id)
        .map(({ traceId }) => traceId),
    ).size,
  ).toBe(1);
  for (const content of [BUCKET, KEY, USER_ARN, 'external-id', 's3denied-audit', 'AKIA'])
    expect(receiver.text()).not.toContain(content);

  const lines = bot
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const about = lines.filter(({ investigationId }) => investigationId === id).map(({ msg }) => msg);
  expect(about).toEqual(expect.arrayContaining(['interaction', 'aws call', 'audit']));
});

test('an effect that another process runs belongs to the click that brought it', async () => {
  const [clicked, worker] = await Promise.all(
    [1, 2].map(() => openTelemetry({ endpoint: receiver.url, logger })),
  );
  if (clicked === undefined || worker === undefined) throw new Error('no tracers');
  const store = createMemoryStore({ ttlSeconds: 60 });
  const investigation = anInvestigation();
  const effects = [{ kind: 'show' }] as const;
  await clicked.span(
    { name: 'click', kind: 'server', attributes: {} },
    () => traceStore(store, clicked).commit({ investigation, from: 0, eventId: 'e1', effects }),
    () => ({}),
  );
  const stop = new AbortController();
  await traceStore(store, worker).consume(async ({ effect }) => {
    expect(effect.trace).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    stop.abort();
    return { outcome: 'done' };
  }, stop.signal);
  await Promise.all([clicked.close(), worker.close()]);
  expect(wayUp(named('effect show'))).toEqual(['effect show', 'store commit', 'click']);
  expect(named('effect show').attributes).toMatchObject({ investigation: investigation.id, outcome: 'done' });
});

test('packages that are not installed are one line, and so is a wrong address', async () => {
  const load = () => Promise.reject(new Error("Cannot find package '@opentelemetry/api'"));
  const opening = openTelemetry({ endpoint: receiver.url, logger, load });
  await expect(opening).rejects.toThrow(InputError);
  await expect(opening).rejects.toThrow(/OTEL_EXPORTER_OTLP_ENDPOINT.*not installed.*optional dependencies/);
  const wrong = await runToEnd(['start'], {
    ...SLACK_ENVIRONMENT,
    OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
  });
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
  expect(wrong.stderr).toBe(
    's3denied: OTEL_EXPORTER_OTLP_ENDPOINT is "collector:4318": an http(s) URL such as http://localhost:4318\n',
  );
});

test('a receiver that is away costs nothing but the traces', async () => {
  const lines: string[] = [];
  const tracer = await openTelemetry({
    endpoint: 'http://127.0.0.1:9',
    logger: createLogger('warn', { write: (line: string) => void lines.push(line) }),
  });
  const result = await tracer.span(
    { name: 'click', kind: 'server', attributes: {} },
    async () => 42,
    () => ({}),
  );
  await tracer.close();
  expect(result).toBe(42);
  expect(lines.join('')).toContain('traces could not be handed over');
});
