import { createEmitter, type Emitter } from './emitter.js';
import { createExchangeLog, type ExchangeChange, type ExchangeLog } from '../exchanges.js';
import { type Chats, createChats, type TeamsChange } from '../teams-stand-in/chats.js';
import type { Now } from './ids.js';
import {
  createResponseUrls,
  createTriggers,
  type ResponsePlace,
  type Tickets,
  type Trigger,
} from './tickets.js';
import { createUploads, type Uploads } from './uploads.js';
import { createViewStacks, type ViewChange, type ViewStacks } from './view-stacks.js';
import { createWorkspace, type Workspace, type WorkspaceChange } from './workspace.js';

/** The flow files were read anew: what is wrong in them, if anything. */
export interface FlowsChange {
  readonly kind: 'flows.changed';
  readonly problems: readonly string[];
}

export type Change = WorkspaceChange | ViewChange | ExchangeChange | FlowsChange | TeamsChange;

/** All that the stand-in remembers: in memory only, gone with the process. */
export interface StandInState {
  /** Where the page and this API are served: `http://127.0.0.1:3000`, without a slash at the end. */
  readonly origin: string;
  readonly botToken: string;
  readonly workspace: Workspace;
  readonly views: ViewStacks;
  readonly triggers: Tickets<Trigger>;
  readonly responseUrls: Tickets<ResponsePlace>;
  readonly uploads: Uploads;
  readonly changes: Emitter<Change>;
  readonly exchanges: ExchangeLog;
  /** What Teams shows. */
  readonly chats: Chats;
}

export function createState(options: { origin: string; botToken: string; now: Now }): StandInState {
  const changes = createEmitter<Change>();
  return {
    origin: options.origin,
    botToken: options.botToken,
    workspace: createWorkspace(options.now, changes.emit),
    views: createViewStacks(changes.emit),
    triggers: createTriggers(options.now),
    responseUrls: createResponseUrls(options.now),
    uploads: createUploads(),
    changes,
    chats: createChats(changes.emit),
    exchanges: createExchangeLog(options.now, changes.emit),
  };
}
