export interface SandboxBot {
  /** Its `/slack/events`. */
  readonly url: string;
  /** How far an investigation has come, as plain data for the page; undefined: there is none of that id. */
  inspect(investigationId: string): Promise<object | undefined>;
  stop(): Promise<void>;
}

/** The bot that runs now; another takes over from it with newer flows, or with Teams. */
export interface BotSlot {
  /** undefined: none runs. */
  url(this: void): string | undefined;
  inspect(this: void, investigationId: string): Promise<object | undefined>;
  /** Whether somebody has opened Teams: its framework takes a while to load. */
  hasTeams(this: void): boolean;
  /** Once; resolves when the bot listens. */
  start(this: void): Promise<void>;
  /** Once; resolves when the bot listens for Teams. */
  startTeams(this: void): Promise<void>;
  /** Puts the next in place of the one that runs, if one does. */
  renew(): Promise<void>;
  stop(): Promise<void>;
}

export function createBotSlot(create: () => Promise<SandboxBot>): BotSlot {
  let bot: SandboxBot | undefined;
  let last = Promise.resolve();
  let teams = false;
  async function swap(): Promise<void> {
    const before = bot;
    bot = await create();
    await before?.stop();
  }
  /** One after another: each stops the one before it. */
  function replace(): Promise<void> {
    const next = last.then(swap);
    last = next.catch(() => {});
    return next;
  }
  const start = once(replace);
  const startTeams = once(() => {
    // The next bot asks `hasTeams`.
    teams = true;
    return replace();
  });
  return {
    url: () => bot?.url,
    inspect: async (investigationId) => bot?.inspect(investigationId),
    hasTeams: () => teams,
    start,
    startTeams,
    async renew() {
      await last;
      if (bot !== undefined) await replace();
    },
    async stop() {
      await last;
      const running = bot;
      bot = undefined;
      await running?.stop();
    },
  };
}

/** Whoever asks while it runs, or after it, has its result; what failed is tried again. */
function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return async () => {
    running ??= run();
    try {
      await running;
    } catch (error) {
      running = undefined;
      throw error;
    }
  };
}
