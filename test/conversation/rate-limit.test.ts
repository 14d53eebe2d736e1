import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/conversation/investigation.js';
import { createRateLimiter, createThrottle, type RateLimiter } from '../../src/conversation/rate-limit.js';

const JANE: Actor = { surface: 'slack', workspace: 'T1', userId: 'U1' };
const JOHN: Actor = { ...JANE, userId: 'U2' };
const LIMITS = { user: { burst: 3, everyMs: 1_000 }, workspace: { burst: 5, everyMs: 100 } };

describe('the rate limiter', () => {
  let now = 0;
  let events = 0;
  let limiter: RateLimiter;
  beforeEach(() => {
    now = 1_000_000;
    limiter = createRateLimiter(LIMITS, { now: () => new Date(now) });
  });
  const admit = (actor: Actor) => limiter.admit(actor, `e${(events += 1)}`);
  const times = (count: number, actor: Actor) =>
    Array.from({ length: count }, () => admit(actor).outcome === 'admitted');

  it('admits a burst, then one at a time, and says when', () => {
    expect(times(3, JANE)).toEqual([true, true, true]);
    expect(admit(JANE)).toEqual({ outcome: 'throttled', scope: 'user', afterMs: 1_000 });
    now += 400;
    expect(admit(JANE)).toEqual({ outcome: 'throttled', scope: 'user', afterMs: 600 });
    now += 600;
    expect(times(2, JANE)).toEqual([true, false]);
  });

  it('admits a whole burst again after a pause, and no more than that', () => {
    times(3, JANE);
    now += 3_600_000;
    expect(times(4, JANE)).toEqual([true, true, true, false]);
  });

  it('holds up nobody for what another person did', () => {
    times(4, JANE);
    expect(admit(JOHN).outcome).toBe('admitted');
    expect(admit({ ...JANE, workspace: 'T2' }).outcome).toBe('admitted');
    expect(admit({ ...JANE, surface: 'teams' }).outcome).toBe('admitted');
  });

  it('limits a workspace, whoever it is', () => {
    const people = Array.from({ length: 6 }, (_, index) => ({ ...JANE, userId: `U${index}` }));
    expect(people.map((person) => admit(person).outcome)).toEqual([
      ...Array(5).fill('admitted'),
      'throttled',
    ]);
    expect(admit(JOHN)).toMatchObject({ scope: 'workspace' });
  });

  it('takes nothing from a person where the workspace is at its limit', () => {
    for (let index = 10; index < 15; index += 1) admit({ ...JANE, userId: `U${index}` });
    for (let index = 0; index < 10; index += 1) admit(JANE);
    now += 300;
    expect(times(4, JANE)).toEqual([true, true, true, false]);
  });

  it('counts the same event once, however often it comes', () => {
    for (let index = 0; index < 10; index += 1) expect(limiter.admit(JANE, 'same').outcome).toBe('admitted');
    expect(times(3, JANE)).toEqual([true, true, false]);
  });

  it('does not let names run together', () => {
    times(3, { ...JANE, workspace: 'T1","U1', userId: '' });
    expect(admit(JANE).outcome).toBe('admitted');
  });
});

describe('the throttle', () => {
  it('tells who is held up what, for how long, and counts it', () => {
    const counted: string[] = [];
    const throttle = createThrottle((scope, act) => counted.push(`${scope} ${act}`), {
      now: () => new Date(0),
    });
    const outcomes = Array.from({ length: 201 }, (_, index) => throttle('start', JANE, `e${index}`));
    expect(outcomes.slice(0, 200)).toEqual(Array(200).fill(undefined));
    expect(outcomes[200]).toEqual({
      outcome: 'forbidden',
      message: [
        'You have started many investigations in a short time, so that was not taken. Try again in 1 s.',
      ],
    });
    expect(counted).toEqual(['user start']);
  });

  it('counts audits by themselves', () => {
    const throttle = createThrottle(() => {}, { now: () => new Date(0) });
    for (let index = 0; index < 10; index += 1) throttle('start', JANE, `e${index}`);
    expect(throttle('audit', JANE, 'e')).toBeUndefined();
  });
});
