import { setTimeout as sleep } from 'node:timers/promises';
import { type Button, LivingMessage } from '../support/living-message.js';
import type { FakeSlackApi, SlackCall } from '../support/slack-api.js';
import { newTrigger, type SlackAnswer, type SlackClient } from '../support/slack-client.js';
import { auditFields } from './auditing.js';
import { patiently } from './patience.js';
import { type Moment, momentsOfCalls, tell } from './story.js';

/** Where requests go, and who can tell what happened there. */
export interface World {
  readonly api: FakeSlackApi;
  readonly where: () => { readonly slack: SlackClient };
  readonly moments: (investigationId: string | undefined) => readonly Moment[];
}

// Bare: nothing is known but the request, so that questions follow.
const BARE =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://amzn-s3-demo-bucket/';
const TELLING =
  'User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/KEY" because no identity-based policy allows the s3:GetObject action';

/** A process that died is waited for 11 s; the one that took over may die as well, and the next. */
const PATIENCE_MS = 75_000;
/** What the bot asks for where it does not know whether it took a click. */
const UNCERTAIN_MS = 30_000;

/**
 * One person in a channel of their own. What nobody answered is sent again, the same bytes; now and then also what was answered. Who is
 * told that something was not taken tries again, as people do.
 */
export class Person {
  readonly message: LivingMessage;
  readonly channel: string;
  readonly #did: Moment[] = [];

  constructor(
    readonly world: World,
    readonly name: string,
    readonly userId = `U${name}X`,
  ) {
    this.channel = `C${name}X`;
    this.message = new LivingMessage(world.api, this.channel);
  }

  /** Answers this many questions, each once; all until there is a result, unless told. */
  async answersQuestions(count = Infinity): Promise<readonly string[]> {
    await this.#command(`${BARE}k${this.name}`);
    const answered: string[] = [];
    while (answered.length < count) {
      const asked = await this.#button('a question', ({ actionId }) => ASKED_OR_FOUND.has(actionId));
      if (asked.actionId !== 'answer:unsure') return answered;
      answered.push(asked.blockId);
      const over = (): boolean => this.message.buttons.every(({ blockId }) => blockId !== asked.blockId);
      await this.#click(asked, over);
    }
    return answered;
  }

  /** Goes to a result, posts it to support, and has the checks shown: a toggle, which twice would undo. */
  async postsToSupport(): Promise<void> {
    await this.#command(TELLING.replace('KEY', `k${this.name}`));
    const post = await this.#button('a result', ({ actionId }) => actionId === 'post_to_support');
    await this.#click(post, () => this.supportPosts.length > 0 && /posted/i.test(this.message.text));
    const show = await this.#button('the checks', ({ actionId }) => actionId === 'show_checks');
    await this.#click(show, () => this.message.text.includes('Ruled out'));
  }

  /** Has the settings read from AWS; resolves when what was found shows. */
  async audits(): Promise<void> {
    const form = (): SlackCall | undefined => this.#forms().at(-1);
    await this.#command('', () => form() !== undefined);
    const view = form()?.args['view'];
    const submission = this.world
      .where()
      .slack.viewPayload(
        auditFields(view, `s3://amzn-s3-demo-bucket/k${this.name}`),
        { id: `V${this.name}`, private_metadata: view.private_metadata },
        { user: { id: this.userId, team_id: 'T1' } },
      );
    await this.#insist(
      'the form',
      () => this.message.shows.length > 0,
      () => (to) => to.interact(submission),
    );
    await this.#button('what was found', ({ actionId }) => /^(?:answer:|recheck$)/.test(actionId));
  }

  get #responseUrl(): string {
    return `${this.world.api.origin}/response/${this.channel}`;
  }

  get supportPosts(): readonly SlackCall[] {
    return this.world.api
      .inChannel('C0SUPPORT')
      .filter(
        ({ method, args, refused }) =>
          method === 'chat.postMessage' && !refused && JSON.stringify(args).includes(`/${this.channel}/`),
      );
  }

  /** Messages that the bot put into this person's channel. */
  get cards(): readonly SlackCall[] {
    return this.message.shows.filter(({ method }) => method === 'chat.postMessage');
  }

  #command(text: string, holds = () => this.message.shows.length > 0): Promise<void> {
    return this.#insist('the command', holds, () => {
      const { slack } = this.world.where();
      const fields = slack.commandFields(text, {
        channel_id: this.channel,
        user_id: this.userId,
        response_url: this.#responseUrl,
      });
      return (to) => to.form(fields);
    });
  }

  #click({ actionId, blockId, value }: Button, holds: () => boolean): Promise<void> {
    return this.#insist(`${actionId} in ${blockId}`, holds, () => {
      const ts = this.message.shows.at(-1)?.args['ts'] ?? '1700000000.000001';
      const payload = this.world.where().slack.clickPayload(actionId, {
        blockId,
        value,
        userId: this.userId,
        trigger_id: newTrigger(),
        response_url: this.#responseUrl,
        channel: { id: this.channel, name: 'chaos' },
        container: { type: 'message', channel_id: this.channel, message_ts: ts },
        message: { type: 'message', ts, text: '' },
      });
      return (to) => to.interact(payload);
    });
  }

  /** Does it until it shows. Only who is told so does it anew; whatever was acknowledged without a word has to show. */
  async #insist(what: string, holds: () => boolean, prepare: () => Send): Promise<void> {
    for (;;) {
      const known = this.#lines().length;
      await this.#deliver(what, prepare());
      const refusal = (): string | undefined => this.#lines()[known];
      const outcome = await patiently(() => (holds() ? 'shown' : refusal()), PATIENCE_MS);
      if (outcome === 'shown') return;
      if (outcome === undefined) return this.#fail(`${what} does not show`);
      this.#note(`is told: ${outcome}`);
      if (outcome.includes('do not know') && (await patiently(() => holds() || undefined, UNCERTAIN_MS)))
        return;
    }
  }

  async #deliver(what: string, send: Send): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      this.#note(`does ${what}`);
      const answer = await send(this.world.where().slack).catch(() => undefined);
      this.#note(answer === undefined ? 'gets no answer' : `is answered ${answer.status}`);
      if (answer?.status === 200 && answer.body?.response_action !== 'errors') {
        // A retry of what was answered already: the answer was lost on its way.
        if (Math.random() < 0.3) await send(this.world.where().slack).catch(() => {});
        return;
      }
      await sleep(100);
    }
    this.#fail(`nobody took ${what}`);
  }

  /** What this person, and nobody else, was told to do again: in the channel, as a response, in a direct message. */
  #lines(): readonly string[] {
    const { api } = this.world;
    return [
      ...api.inChannel(this.channel).filter(({ method }) => LINES.has(method)),
      ...api.inChannel(this.channel.replace('C', 'D')),
    ]
      .toSorted((a, b) => a.at - b.at)
      .map(({ args }) => String(args['text']))
      .filter((text) => /try again/i.test(text));
  }

  /** Forms that the bot opened for this person, in this channel. */
  #forms(): readonly SlackCall[] {
    return this.world.api
      .of('views.open')
      .filter(({ args, refused }) => !refused && JSON.stringify(args).includes(this.channel));
  }

  async #button(what: string, wanted: (button: Button) => boolean): Promise<Button> {
    const found = await patiently(() => this.message.buttons.find(wanted), PATIENCE_MS);
    return found ?? this.#fail(`there is no button for ${what}`);
  }

  #note(what: string): void {
    this.#did.push({ at: Date.now(), what: `person   ${what}` });
  }

  #fail(what: string): never {
    const investigationId = this.message.buttons[0]?.value;
    const { api, moments } = this.world;
    const logged = investigationId === undefined ? [] : moments(investigationId);
    const own = [...this.#did, ...momentsOfCalls(api.inChannel(this.channel)), ...logged];
    const story = tell(own, moments(undefined));
    throw new Error(`${this.channel}: ${what}. What happened (${investigationId}):\n${story}`);
  }
}

const ASKED_OR_FOUND: ReadonlySet<string> = new Set(['answer:unsure', 'post_to_support']);
const LINES: ReadonlySet<string> = new Set(['chat.postEphemeral', 'response_url']);

type Send = (to: SlackClient) => Promise<SlackAnswer>;
