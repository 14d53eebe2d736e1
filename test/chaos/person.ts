import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/bot-process.js';
import { type Button, LivingMessage } from '../support/living-message.js';
import type { FakeSlackApi, SlackCall } from '../support/slack-api.js';
import { newTrigger, type SlackClient } from '../support/slack-client.js';

/** Who answers requests now. */
type Where = () => { readonly slack: SlackClient };

// Bare: nothing is known but the request, so that questions follow.
const BARE =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://amzn-s3-demo-bucket/';
const TELLING =
  'User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/KEY" because no identity-based policy allows the s3:GetObject action';

/** A process that died is waited for 11 s; the one that took over may die as well, and the next. Some more for a loaded machine. */
const PATIENCE_MS = 75_000;

/**
 * After two seconds the bot acknowledges what it has not written yet: Slack gives up after three. Killed right then, it takes the click
 * along, and the person, who sees nothing change, clicks again. What was acknowledged sooner is written, and must never be lost.
 */
const ACKNOWLEDGED_UNWRITTEN_MS = 1_900;

/**
 * One person in a channel of their own. What the bot did not answer is sent again, the same bytes, as Slack and people do; and now
 * and then what it did answer, too.
 */
export class Person {
  readonly message: LivingMessage;
  readonly channel: string;
  readonly userId: string;

  constructor(
    readonly api: FakeSlackApi,
    readonly where: Where,
    readonly index: number,
  ) {
    this.channel = `C${index}X`;
    this.userId = `U${index}X`;
    this.message = new LivingMessage(api, this.channel);
  }

  /** Answers this many questions, each once. */
  async answersQuestions(count: number): Promise<readonly string[]> {
    await this.#command(`${BARE}k${this.index}`);
    const answered: string[] = [];
    while (answered.length < count) {
      const asked = await this.#button((button) => button.actionId === 'answer:unsure');
      answered.push(asked.blockId);
      const over = () => this.message.buttons.every(({ blockId }) => blockId !== asked.blockId);
      await this.#clickUntil(asked, over, asked.blockId);
    }
    return answered;
  }

  /** Goes to a result, posts it to support, and has the checks shown: a toggle, which twice would undo. */
  async postsToSupport(): Promise<void> {
    await this.#command(TELLING.replace('KEY', `k${this.index}`));
    const post = await this.#button(({ actionId }) => actionId === 'post_to_support');
    const posted = () => this.supportPosts.length > 0 && /posted/i.test(this.message.text);
    await this.#clickUntil(post, posted, 'a support post');
    const show = await this.#button(({ actionId }) => actionId === 'show_checks');
    await this.#clickUntil(show, () => this.message.text.includes('Ruled out'), 'the checks');
  }

  get supportPosts(): readonly SlackCall[] {
    return this.api
      .of('chat.postMessage')
      .filter(
        ({ args }) => args['channel'] === 'C0SUPPORT' && JSON.stringify(args).includes(`/${this.channel}/`),
      );
  }

  /** Messages that the bot put into this person's channel. */
  get cards(): readonly SlackCall[] {
    return this.api.of('chat.postMessage').filter(({ args }) => args['channel'] === this.channel);
  }

  async #command(text: string): Promise<void> {
    const { where, channel, userId } = this;
    const fields = where().slack.commandFields(text, { channel_id: channel, user_id: userId });
    const first = (): boolean => this.message.shows.length > 0;
    for (;;) {
      const acknowledgedIn = await this.#deliver((slack) => slack.form(fields));
      if (acknowledgedIn < ACKNOWLEDGED_UNWRITTEN_MS) break;
      if (await this.#until(first, '').catch(() => false)) break;
    }
    await this.#until(first, 'a first card');
  }

  async #clickUntil(button: Button, holds: () => boolean, what: string): Promise<void> {
    for (;;) {
      const acknowledgedIn = await this.#click(button);
      const lost = await this.#until(holds, what).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (lost === undefined) return;
      if (acknowledgedIn < ACKNOWLEDGED_UNWRITTEN_MS) throw lost;
    }
  }

  /** Resolves with how long it took until somebody acknowledged it, in milliseconds. */
  async #click({ actionId, blockId, value }: Button): Promise<number> {
    const ts = this.message.shows.at(-1)?.args['ts'] ?? '1700000000.000001';
    const payload = this.where().slack.clickPayload(actionId, {
      blockId,
      value,
      userId: this.userId,
      trigger_id: newTrigger(),
      channel: { id: this.channel, name: 'chaos' },
      container: { type: 'message', channel_id: this.channel, message_ts: ts },
      message: { type: 'message', ts, text: '' },
    });
    const acknowledgedIn = await this.#deliver((slack) => slack.interact(payload));
    // A retry of what was answered already: the answer was lost on its way.
    if (Math.random() < 0.3)
      await this.where()
        .slack.interact(payload)
        .catch(() => {});
    return acknowledgedIn;
  }

  async #deliver(send: (slack: SlackClient) => Promise<{ readonly status: number }>): Promise<number> {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const sent = Date.now();
      const answer = await send(this.where().slack).catch(() => undefined);
      if (answer?.status === 200) return Date.now() - sent;
      await sleep(100);
    }
    throw new Error('nobody took it');
  }

  #button(wanted: (button: Button) => boolean): Promise<Button> {
    return eventually(
      () => this.message.buttons.find(wanted),
      `a button in ${this.message.text}`,
      PATIENCE_MS,
    );
  }

  #until(holds: () => boolean, what: string): Promise<true> {
    return eventually(() => holds() || undefined, `${this.channel}: ${what}`, PATIENCE_MS);
  }
}
