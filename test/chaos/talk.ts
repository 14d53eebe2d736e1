import { expect } from '@jest/globals';
import type { BotProcess } from '../support/bot-process.js';
import { type Button, LivingMessage } from '../support/living-message.js';
import type { FakeSlackApi, SlackCall } from '../support/slack-api.js';
import { patiently } from './patience.js';

const BARE =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://amzn-s3-demo-bucket/reports/q1.csv';
/** What the contract gives a click while the store is lost. */
const ANSWERED_WITHIN_MS = 5_000;
const PATIENCE_MS = 60_000;

/** One conversation, in a channel of its own. */
export class Talk {
  readonly message: LivingMessage;

  constructor(
    readonly api: FakeSlackApi,
    readonly bot: BotProcess,
    readonly channel: string,
  ) {
    this.message = new LivingMessage(api, channel);
  }

  async begin(): Promise<void> {
    await this.bot.slack.command(BARE, { channel_id: this.channel });
    await this.question();
  }

  async question(): Promise<Button> {
    const asked = await patiently(
      () => this.message.buttons.find(({ actionId }) => actionId === 'answer:unsure'),
      PATIENCE_MS,
    );
    if (asked === undefined) throw new Error(`no question in ${this.channel}: ${this.message.text}`);
    return asked;
  }

  async click(): Promise<string> {
    const { blockId, value } = await this.question();
    const channel = { id: this.channel, name: 'chaos' };
    const message = { type: 'message', ts: this.message.shows.at(-1)?.args['ts'] ?? '1700000000.000001' };
    await this.bot.slack.click('answer:unsure', { blockId, value, channel, message });
    return blockId;
  }

  isOver(blockId: string): boolean {
    return this.message.buttons.every((button) => button.blockId !== blockId);
  }

  async answered(): Promise<void> {
    const blockId = await this.click();
    if (!(await patiently(() => this.isOver(blockId) || undefined, PATIENCE_MS)))
      throw new Error(`${blockId} is not answered in ${this.channel}: ${this.message.text}`);
  }

  /** A click that is not taken: within 5 s the person is told so. */
  async told(what: RegExp): Promise<string> {
    const lines = (): readonly SlackCall[] =>
      this.api.inChannel(this.channel).filter(({ method }) => method === 'chat.postEphemeral');
    const before = lines().length;
    const since = Date.now();
    const blockId = await this.click();
    const line = await patiently(() => lines()[before], PATIENCE_MS);
    expectLine(line, what, since);
    return blockId;
  }

  /** Clicks until one is taken: people do. */
  async goesOn(blockId: string): Promise<void> {
    for (let clicks = 0; clicks < 60 && !this.isOver(blockId); clicks += 1) {
      await this.click().catch(() => {});
      await patiently(() => this.isOver(blockId) || undefined, 1_000);
    }
    if (!this.isOver(blockId)) throw new Error(`${blockId} was never taken in ${this.channel}`);
  }

  get posts(): number {
    return this.api.inChannel(this.channel).filter(({ method }) => method === 'chat.postMessage').length;
  }
}

function expectLine(line: SlackCall | undefined, what: RegExp, since: number): void {
  expect(line?.args['text']).toMatch(what);
  expect((line?.at ?? Infinity) - since).toBeLessThan(ANSWERED_WITHIN_MS);
}
