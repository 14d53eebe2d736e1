import type { SlackStandIn } from './slack-stand-in/stand-in.js';

/** What flow authors look at: where an investigation stands in its flow, and what is wrong in the files. */
export interface AuthorDesk {
  /** The watched directory, and what was wrong when its files were read last. */
  flows(): { readonly directory: string | null; readonly problems: readonly string[] };
  inspect(this: void, investigationId: string): Promise<object | undefined>;
  flowsRead(problems: readonly string[]): void;
}

export function createAuthorDesk(options: {
  readonly standIn: SlackStandIn;
  readonly directory: string | undefined;
  readonly inspect: AuthorDesk['inspect'];
}): AuthorDesk {
  let problems: readonly string[] = [];
  return {
    flows: () => ({ directory: options.directory ?? null, problems }),
    inspect: options.inspect,
    flowsRead(now) {
      problems = now;
      options.standIn.state.changes.emit({ kind: 'flows.changed', problems });
    },
  };
}
