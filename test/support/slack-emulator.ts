import { type Emulator, createEmulator } from 'emulate';
import { botScopes } from '../../src/slack/manifest-facts.js';
import { freePort } from './peers.js';
import type { Loose } from './slack-api.js';

/** The person's, so that a test can look at what stands where. */
const PERSON_TOKEN = 'xoxp-dana';
const PERSON_SCOPES = ['channels', 'groups', 'im'].flatMap((kind) => [`${kind}:history`, `${kind}:read`]);
const MORE_SCOPES = ['files:read', 'users:read', 'channels:write', 'chat:write'];
const APP = 's3denied';
const PUBLIC = 'cloud-help';
const PRIVATE = 'incident-room';

/** Of the bot, as if it had been installed, with the scopes that it asks for: what they do not cover is refused. */
export const BOT_TOKEN = 'xoxb-emulated';
export const CLIENT = { id: '111.222', secret: 'emulated-client-secret' } as const;

/** A Web API that none of us wrote: https://emulate.dev. Its workspace has one person, a public and a private channel. */
export class SlackEmulator {
  readonly #emulator: Emulator;
  readonly team: string;
  readonly user: string;
  readonly publicChannel: string;
  /** The bot is not in there. */
  readonly privateChannel: string;

  private constructor(emulator: Emulator, about: Record<'team' | 'user' | 'public' | 'private', string>) {
    this.#emulator = emulator;
    this.team = about.team;
    this.user = about.user;
    this.publicChannel = about.public;
    this.privateChannel = about.private;
  }

  /** `redirectUri`: where the app's OAuth pages send people back to. */
  static async start(redirectUri: string, signingSecret: string): Promise<SlackEmulator> {
    const slack = {
      signing_secret: signingSecret,
      strict_scopes: true,
      users: [{ name: 'dana' }],
      channels: [{ name: PUBLIC }, { name: PRIVATE, is_private: true }],
      oauth_apps: [
        { client_id: CLIENT.id, client_secret: CLIENT.secret, name: APP, redirect_uris: [redirectUri] },
      ],
      tokens: [
        { token: BOT_TOKEN, user: APP, type: 'bot', scopes: [...botScopes()] },
        { token: PERSON_TOKEN, user: 'dana', scopes: [...PERSON_SCOPES, ...MORE_SCOPES] },
      ],
    };
    const port = await freePort();
    const emulator = await createEmulator({
      service: 'slack',
      port,
      baseUrl: `http://127.0.0.1:${port}`,
      seed: { slack },
    });
    const call = callerOf(emulator.url, PERSON_TOKEN);
    const { team_id: team, user_id: user } = await call('auth.test');
    const { channels } = await call('conversations.list', { types: 'public_channel,private_channel' });
    const idOf = (name: string) => channels.find((channel: Loose) => channel.name === name)?.id;
    return new SlackEmulator(emulator, { team, user, public: idOf(PUBLIC), private: idOf(PRIVATE) });
  }

  get apiUrl(): string {
    return `${this.#emulator.url}/api/`;
  }

  /** Calls a method as the person of the workspace. */
  asPerson(method: string, args: Record<string, string> = {}): Promise<Loose> {
    return callerOf(this.#emulator.url, PERSON_TOKEN)(method, args);
  }

  /** A trigger as an interaction of the person would bring it: it opens one view, within 3 s. */
  async newTrigger(): Promise<string> {
    return (await this.asPerson('views.generateTriggerId', { user_id: this.user })).trigger_id;
  }

  async repliesTo(channel: string, ts: string): Promise<readonly Loose[]> {
    return (await this.asPerson('conversations.replies', { channel, ts })).messages.slice(1);
  }

  /** What stands in the direct messages between the person and the bot. */
  async directMessages(): Promise<readonly Loose[]> {
    const { channels } = await this.asPerson('conversations.list', { types: 'im' });
    const [direct] = channels;
    return direct === undefined ? [] : this.messages(direct.id);
  }

  /** What stands in a channel, the oldest first. */
  async messages(channel: string): Promise<readonly Loose[]> {
    return (await this.asPerson('conversations.history', { channel })).messages.toReversed();
  }

  /** What its own inspector shows of the views that were opened and published. */
  async viewsPage(): Promise<string> {
    return (await fetch(`${this.#emulator.url}/?tab=views`)).text();
  }

  /**
   * The person agrees on the page that `authorizeUrl` leads to; resolves with where they are sent then. Slack takes the app's first
   * redirect URL where the link names none; the emulator wants to be told.
   */
  async agree(authorizeUrl: string, redirectUri: string): Promise<string> {
    const link = new URL(authorizeUrl);
    link.searchParams.set('redirect_uri', link.searchParams.get('redirect_uri') ?? redirectUri);
    const page = await (await fetch(link)).text();
    const form = page.slice(page.indexOf('<form'), page.indexOf('</form>'));
    const fields = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')] as [string, string],
    );
    const response = await fetch(`${this.#emulator.url}/oauth/v2/authorize/callback`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    return response.headers.get('location') ?? '';
  }

  stop(): Promise<void> {
    return this.#emulator.close();
  }
}

function callerOf(url: string, token: string) {
  return async (method: string, args: Record<string, string> = {}): Promise<Loose> => {
    const response = await fetch(`${url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(args),
    });
    if (response.status === 404) return { ok: false, error: 'no such method' };
    return response.json();
  };
}
