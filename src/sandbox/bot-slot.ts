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
  /** Once; resolves when the bot listens for Teams. */
  startTeams(this: void): Promise<void>;
  /** Starts the first, or the next in place of the one before. */
  replace(): Promise<void>;
  stop(): Promise<void>;
}

export function createBotSlot(create: () => Promise<SandboxBot>): BotSlot {
  let bot: SandboxBot | undefined;
  let teams: Promise<void> | undefined;
  async function replace(): Promise<void> {
    const before = bot;
    bot = await create();
    await before?.stop();
  }
  return {
    url: () => bot?.url,
    inspect: async (investigationId) => bot?.inspect(investigationId),
    hasTeams: () => teams !== undefined,
    async startTeams() {
      try {
        // The next bot asks `hasTeams`: it is made after this is set.
        await (teams ??= Promise.resolve().then(replace));
      } catch (error) {
        teams = undefined;
        throw error;
      }
    },
    replace,
    async stop() {
      const last = bot;
      bot = undefined;
      await last?.stop();
    },
  };
}
