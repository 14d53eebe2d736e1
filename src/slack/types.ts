import type { Authorize, Receiver, webApi } from '@slack/bolt';
import type { Route } from '../ops/http-server.js';

/** How Slack's interactions reach Bolt. */
export interface Intake {
  readonly mode: 'http' | 'socket';
  readonly receiver: Receiver;
  /** For the process's HTTP server; none in Socket Mode. */
  readonly routes: readonly Route[];
  /** Keeps them coming until `signal` aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

/** The Web API as the bot of one workspace. Rejects where the app is not installed there. */
export type ClientFor = (workspace: string) => Promise<webApi.WebClient>;

/** A workspace, and the organization that it belongs to. */
export interface Installed {
  readonly teamId: string;
  readonly enterpriseId?: string;
}

/** How interactions come in, and with which token the bot acts in each workspace. */
export interface SlackAccess {
  readonly intake: Intake;
  readonly authorize: Authorize<boolean>;
  readonly clientFor: ClientFor;
  /** Finds out who the bot is, where that can be known before anybody does anything. Never rejects. */
  learn(signal: AbortSignal): Promise<void>;
  /** The workspaces in which to look for what this token may see; empty: Slack knows by the token. */
  teamsOf(workspace: string): Promise<readonly string[]>;
  /** The app was taken away there; resolves with the workspace, or the whole organization, that it was installed for. */
  forget(workspace: Installed): Promise<string>;
}
