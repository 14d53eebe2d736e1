import type { SlackCall } from '../support/slack-api.js';

/** Something that happened, for the story of a failure. */
export interface Moment {
  readonly at: number;
  readonly what: string;
}

const MOST_LINES = 80;

/** What happened, in order, in seconds before its end: to this person and their investigation, and the latest of everything else. */
export function tell(own: readonly Moment[], others: readonly Moment[]): string {
  const latest = (moments: readonly Moment[]) => moments.toSorted((a, b) => a.at - b.at).slice(-MOST_LINES);
  const sorted = [...latest(own), ...latest(others)].toSorted((a, b) => a.at - b.at);
  const end = sorted.at(-1)?.at ?? 0;
  return sorted.map(({ at, what }) => `${((at - end) / 1000).toFixed(2).padStart(8)} s  ${what}`).join('\n');
}

/** What the bot called, and what its card asked then. */
export function momentsOfCalls(calls: readonly SlackCall[]): readonly Moment[] {
  return calls.map(({ at, method, args }) => {
    const asked = /"question:[^"]+"/.exec(JSON.stringify(args['blocks'] ?? ''))?.[0] ?? '';
    return {
      at,
      what: `Slack    ${method} ${args['ts'] ?? ''} ${asked || (args['text'] ?? '').slice(0, 80)}`,
    };
  });
}

/** Lines of a process's log: of this investigation, or, without one, those that are of none (Redis, Slack, starts). */
export function momentsOfLog(
  name: string,
  log: string,
  investigationId: string | undefined,
): readonly Moment[] {
  return log.split('\n').flatMap((line) => {
    const fields = parseLine(line);
    if (fields === undefined || fields['investigationId'] !== investigationId) return [];
    const { time, msg, level, investigationId: _same, ...rest } = fields;
    const what = [name.padEnd(8), level, msg, JSON.stringify(rest)].join(' ');
    return [{ at: Date.parse(String(time)), what }];
  });
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
