/** What of the configuration concerns Slack; `src/config.ts` reads and checks it. */
export type SlackConfig = SlackTransport & (OneWorkspace | ManyWorkspaces);

interface SlackTransport {
  /** Needed over HTTP; Socket Mode has no signatures. */
  readonly signingSecret?: string;
  /** `xapp-…`: Socket Mode instead of HTTP. */
  readonly appToken?: string;
  /** Another base URL of the Web API; ends in `/api/`. */
  readonly apiUrl?: string;
}

export interface OneWorkspace {
  /** `xoxb-…` */
  readonly botToken: string;
}

/** Each workspace installs the app by itself and brings its own token. HTTP only. */
export interface ManyWorkspaces {
  readonly oauth: {
    readonly clientId: string;
    readonly clientSecret: string;
    /** Seals the state that goes through the browser during an installation. */
    readonly stateSecret: string;
  };
}
