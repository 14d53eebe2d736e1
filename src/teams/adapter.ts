import {
  type Activity,
  CloudAdapter,
  type ConversationReference,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import { messageOf, S3DeniedError } from '../errors.js';
import type { Logger } from '../ops/logging.js';
import { AUDIENCE, TeamsAuthentication } from './authentication.js';
import type { TeamsAccess } from './config.js';
import type { Where } from './place.js';

type Turn = (context: TurnContext) => Promise<void>;
type Work<T> = (context: TurnContext) => Promise<T>;

/** What came of one activity: the answer to an invoke, or why it was not taken. */
export type Received =
  | { readonly outcome: 'taken'; readonly response: InvokeResponse | undefined }
  | { readonly outcome: 'unauthorized'; readonly reason: string }
  /** The keys that would tell cannot be had. */
  | { readonly outcome: 'unverifiable'; readonly reason: string }
  /** It was not written, or who sent it could not be told: Teams is to know that. */
  | { readonly outcome: 'not_taken'; readonly reason: string };

/** The Bot Framework's adapter, with its own way of answering HTTP left aside: that one prints to the console what was sent. */
export class TeamsAdapter extends CloudAdapter {
  readonly #authentication: TeamsAuthentication;
  readonly #access: TeamsAccess;
  readonly #appId: string;

  constructor(access: TeamsAccess, logger: Logger, openIdMetadataUrl?: string) {
    const authentication = new TeamsAuthentication(access, logger, openIdMetadataUrl);
    super(authentication);
    this.#authentication = authentication;
    this.#access = access;
    this.#appId = access === 'unauthenticated' ? '' : access.appId;
  }

  /** Verifies the token of an activity, then has it handled. INVARIANT: what is taken is written, however long that takes. */
  async receive(authorization: string, activity: Activity, turn: Turn): Promise<Received> {
    // Other channels of the same bot (Direct Line, web chat) let their clients say who they are.
    if (this.#access !== 'unauthenticated' && activity.channelId !== 'msteams')
      return { outcome: 'unauthorized', reason: 'not from the Teams channel' };
    let verified: Awaited<ReturnType<TeamsAuthentication['authenticateRequest']>>;
    try {
      verified = await this.#authentication.authenticateRequest(activity, authorization);
    } catch (error) {
      return { outcome: couldNotAsk(error) ? 'unverifiable' : 'unauthorized', reason: messageOf(error) };
    }
    try {
      return { outcome: 'taken', response: await this.processActivity(verified, activity, turn) };
    } catch (error) {
      return { outcome: 'not_taken', reason: messageOf(error) };
    }
  }

  /** Writes where a conversation is, of the bot's own accord. Rejects with what `work` rejects with. */
  write<T>(reference: Partial<ConversationReference>, work: Work<T>): Promise<T> {
    return resultOf((turn) => this.continueConversationAsync(this.#appId, reference, turn), work);
  }

  /** Writes to one person, in their own chat with the bot. */
  writeTo<T>({ serviceUrl, bot, tenant }: Where, userId: string, work: Work<T>): Promise<T> {
    const chat = {
      isGroup: false,
      bot: { id: bot, name: '' },
      members: [{ id: userId, name: '' }],
      tenantId: tenant,
      channelData: { tenant: { id: tenant } },
    };
    return resultOf(
      (turn) => this.createConversationAsync(this.#appId, 'msteams', serviceUrl, AUDIENCE, chat, turn),
      work,
    );
  }
}

/** Whether it was Microsoft's keys that could not be read, and nothing is said about the token. */
function couldNotAsk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'FetchError' || ('statusCode' in error && error.statusCode === 500);
}

/** The adapter hands what a turn throws to `onTurnError` and keeps what it returns: both are wanted here. */
async function resultOf<T>(run: (turn: Turn) => Promise<void>, work: Work<T>): Promise<T> {
  const done: { result?: { readonly value: T } | { readonly error: unknown } } = {};
  await run(async (context) => {
    // The framework makes one up, and every message would claim to reply to it.
    delete context.activity.id;
    try {
      done.result = { value: await work(context) };
    } catch (error) {
      done.result = { error };
    }
  });
  if (done.result === undefined) throw new S3DeniedError('bug', 'a turn was not run');
  if ('error' in done.result) throw done.result.error;
  return done.result.value;
}
