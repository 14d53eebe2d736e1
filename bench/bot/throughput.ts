import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atLeast, atMost, medianOf, quantileOf, type Row } from '../row.js';
import type { Lab } from './lab.js';
import { type Subject, startBare } from './processes.js';
import { sendAll, sendSteadily } from './raw-client.js';

/** What a click costs falls for some five thousand of them: so long the just-in-time compiler is at it. */
export const WARM_UPS = 14;
const ROUNDS = 7;
const CLICKS = 400;
const AT_ONCE = 16;
const STEADY_ROUNDS = 3;
/** Enough for a p99, and no longer than so many seconds. */
const STEADY_CLICKS = 400;
const STEADY_SECONDS = 4;

/** Clicks a second, and how long an acknowledgement takes, against Bolt alone on the same machine at the same time. */
export async function benchThroughput(lab: Lab): Promise<readonly Row[]> {
  const messageFile = join(tmpdir(), `s3denied-bench-message-${process.pid}.json`);
  const { text, blocks } = lab.conversations.sample;
  writeFileSync(messageFile, JSON.stringify({ text, blocks: JSON.parse(blocks) }));
  const ack = await startBare('ack', lab.slack.url);
  const update = await startBare('update', lab.slack.url, messageFile);
  const subjects = { bot: lab.bot, ack, update };
  for (let round = 0; round < WARM_UPS; round += 1)
    for (const name of NAMES) await fullLoad(lab, subjects[name], name !== 'ack');
  const full = await interleaved(ROUNDS, (name) => fullLoad(lab, subjects[name], name !== 'ack'));
  const rate = (name: Name) => medianOf(full[name].map(({ perSecond }) => perSecond)) / 2;
  const half = await interleaved(STEADY_ROUNDS, (name) => halfLoad(lab, subjects[name], rate(name)));
  await Promise.all([ack.stop(), update.stop()]);
  rmSync(messageFile);
  return rowsOf(full, half);
}

const NAMES = ['bot', 'ack', 'update'] as const;
type Name = (typeof NAMES)[number];
type Rounds<T> = Readonly<Record<Name, readonly T[]>>;

interface Round {
  readonly perSecond: number;
  /** Processor time of the process for each click, in milliseconds. */
  readonly cpuMs: number;
  readonly p99: number;
}

/** A, B, C, A, B, C …: whatever else the machine does meets all alike. */
async function interleaved<T>(rounds: number, run: (name: Name) => Promise<T>): Promise<Rounds<T>> {
  const all: Record<Name, T[]> = { bot: [], ack: [], update: [] };
  for (let round = 0; round < rounds; round += 1) for (const name of NAMES) all[name].push(await run(name));
  return all;
}

/** Handled is: acknowledged, and the message updated, where it is to be. */
async function fullLoad({ conversations, slack }: Lab, subject: Subject, updates: boolean): Promise<Round> {
  const requests = await conversations.clicks(CLICKS);
  const [before, cpu, started] = [slack.updates(), subject.cpuSeconds(), performance.now()];
  const { latencies } = await sendAll(subject.port, requests, AT_ONCE);
  if (updates) await slack.untilUpdates(before + CLICKS);
  return {
    perSecond: (CLICKS * 1000) / (performance.now() - started),
    cpuMs: ((subject.cpuSeconds() - cpu) * 1000) / CLICKS,
    p99: quantileOf(latencies, 0.99),
  };
}

async function halfLoad({ conversations }: Lab, subject: Subject, perSecond: number): Promise<number> {
  const requests = await conversations.clicks(Math.min(STEADY_CLICKS, Math.ceil(perSecond * STEADY_SECONDS)));
  const { latencies } = await sendSteadily(subject.port, requests, perSecond);
  return quantileOf(latencies, 0.99);
}

function rowsOf(full: Rounds<Round>, half: Rounds<number>): readonly Row[] {
  const each = (name: Name, field: keyof Round) => medianOf(full[name].map((round) => round[field]));
  const ratio = (field: keyof Round, to: Name) =>
    medianOf(full.bot.map((round, index) => round[field] / (full[to][index]?.[field] ?? Number.NaN)));
  const clicks = (name: Name, to: Name) => ({
    room: 'bot',
    measured: each(name, 'perSecond'),
    unit: 'per s',
    ratio: name === to ? 1 : ratio('perSecond', to),
  });
  return [
    { ...clicks('ack', 'ack'), what: 'Bolt that only acknowledges: clicks', of: 'itself' },
    { ...clicks('update', 'update'), what: 'Bolt that acknowledges and updates: clicks', of: 'itself' },
    {
      ...clicks('bot', 'ack'),
      what: 'clicks handled',
      of: 'Bolt that only acknowledges',
      aim: atLeast('ratio', 0.4),
    },
    {
      ...clicks('bot', 'update'),
      what: 'clicks handled',
      of: 'Bolt that updates, too',
      aim: atLeast('ratio', 0.8),
    },
    {
      room: 'bot',
      what: 'processor time for a click',
      measured: each('bot', 'cpuMs'),
      unit: 'ms',
      ratio: ratio('cpuMs', 'update'),
      of: 'Bolt that updates, too',
    },
    {
      room: 'bot',
      what: `p99 of the acknowledgement, ${AT_ONCE} clicks at once`,
      measured: each('bot', 'p99'),
      unit: 'ms',
      ratio: ratio('p99', 'update'),
      of: 'Bolt that updates, too',
      aim: atMost('ratio', 2),
    },
    {
      room: 'bot',
      what: 'p99 of the acknowledgement, at half load',
      measured: medianOf(half.bot),
      unit: 'ms',
      ratio: medianOf(half.bot) / medianOf(half.ack),
      of: 'Bolt that only acknowledges, at half of its own',
      aim: atMost('measured', 50),
    },
  ];
}
