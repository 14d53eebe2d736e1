import { setTimeout as sleep } from 'node:timers/promises';
import type { Disturbance, StandIn } from '../support/aws-stand-in/server.js';
import { throttled } from '../support/moto-answers.js';
import type { FakeSlackApi, Scripted } from '../support/slack-api.js';

interface Spell {
  readonly name: string;
  readonly methods: readonly string[];
  readonly outcome: Scripted;
}

const POSTING = ['chat.postMessage', 'chat.update', 'chat.getPermalink'];

/**
 * How Slack is unwell in a round. Posts are refused but never slow: a kill while Slack takes its time over several posts would leave
 * as many to be marked, and at most one is allowed for each kill.
 */
const SLACK: readonly (Spell | undefined)[] = [
  undefined,
  { name: 'Slack 503', methods: POSTING, outcome: { status: 503 } },
  { name: 'Slack 429', methods: POSTING, outcome: { status: 429, headers: { 'retry-after': '1' } } },
  {
    name: 'Slack slow',
    methods: ['chat.update', 'chat.getPermalink', 'views.open'],
    outcome: { delayMs: 1_500 },
  },
  { name: 'Slack half-closed', methods: ['chat.update', 'chat.getPermalink'], outcome: 'half-closed' },
];

const AWS: readonly (readonly [name: string, disturbance: Disturbance | undefined])[] = [
  ['', undefined],
  ['AWS throttles', (call) => (Math.random() < 0.2 ? throttled(call) : undefined)],
  ['AWS hangs', ({ call }) => (call === 's3:GetBucketPolicy' ? 'hang' : undefined)],
];

/** Has Slack be unwell for some seconds of a round, and AWS for all of it; resolves, when Slack is well again, with what it was. */
export async function blow(round: number, api: FakeSlackApi, aws: StandIn): Promise<string> {
  const spell = SLACK[round % SLACK.length];
  const [aboutAws = '', disturbance] = AWS[round % AWS.length] ?? [];
  aws.disturb(disturbance);
  await sleep(Math.random() * 3_000);
  for (const method of spell?.methods ?? []) api.always(method, spell?.outcome);
  await sleep(1_000 + Math.random() * 3_000);
  for (const method of spell?.methods ?? []) api.always(method, undefined);
  return [spell?.name, aboutAws].filter(Boolean).join(', ') || 'fair';
}
