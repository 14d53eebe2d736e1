/** All in milliseconds. INVARIANT: keepEvery is well under claimIdle and lease, so that a busy process keeps what it has. */
export interface RedisTimings {
  /** How long one command may take. */
  readonly command: number;
  /** How long a process may not be heard of before others take its effects; with `sweepEvery` how soon they do. */
  readonly claimIdle: number;
  readonly sweepEvery: number;
  /** How long the right to run an investigation's effects outlives the process that has it. */
  readonly lease: number;
  readonly keepEvery: number;
  /** How long one read waits for new effects; and so, how long a drain may wait for it. */
  readonly block: number;
  /** How often the right to run is asked for while another process has it: from, to. */
  readonly acquireFrom: number;
  readonly acquireTo: number;
}

export const DEFAULT_TIMINGS: RedisTimings = {
  command: 1_500,
  claimIdle: 9_000,
  sweepEvery: 2_000,
  lease: 9_000,
  keepEvery: 2_500,
  block: 1_000,
  acquireFrom: 25,
  acquireTo: 500,
};
