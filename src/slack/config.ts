/** What of the configuration concerns Slack; `src/config.ts` reads and checks it. */
export interface SlackConfig {
  /** `xoxb-…` */
  readonly botToken: string;
  /** Needed over HTTP; Socket Mode has no signatures. */
  readonly signingSecret?: string;
  /** `xapp-…`: Socket Mode instead of HTTP. */
  readonly appToken?: string;
  /** Another base URL of the Web API; ends in `/api/`. */
  readonly apiUrl?: string;
}
