import { eventually } from './bot-process.js';
import type { FakeSlackApi, Loose, SlackCall } from './slack-api.js';

export interface Button {
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string;
  readonly text: string;
}

const SHOWS = new Set(['chat.postMessage', 'chat.update']);

/** The bot's message as Slack has it now: what the last post or update to that channel says. */
export class LivingMessage {
  constructor(
    readonly api: FakeSlackApi,
    readonly channel = 'C1',
  ) {}

  /** Every time it was shown, oldest first; not what Slack refused to show. */
  get shows(): readonly SlackCall[] {
    return this.api.inChannel(this.channel).filter(({ method, refused }) => SHOWS.has(method) && !refused);
  }

  /** Everything that it says, as one text. */
  get text(): string {
    return this.shows.length === 0
      ? ''
      : JSON.stringify(this.shows.at(-1)?.args['blocks'] ?? this.shows.at(-1)?.args['text']);
  }

  get buttons(): readonly Button[] {
    const blocks: Loose[] = this.shows.at(-1)?.args['blocks'] ?? [];
    return blocks
      .filter((block) => block.type === 'actions')
      .flatMap((block) =>
        block.elements.map((element: Loose) => ({
          actionId: element.action_id,
          blockId: block.block_id,
          value: element.value,
          text: element.text?.text,
        })),
      );
  }

  button(actionId: string): Button {
    const found = this.buttons.find((button) => button.actionId === actionId);
    if (found === undefined)
      throw new Error(
        `no button ${actionId}; there are ${this.buttons.map((button) => button.actionId).join(', ')}`,
      );
    return found;
  }

  /** Resolves when it says this. */
  async says(part: string | RegExp, withinMs?: number): Promise<void> {
    const holds = () => (typeof part === 'string' ? this.text.includes(part) : part.test(this.text));
    await eventually(() => (holds() ? true : undefined), `"${part}" in ${this.text}`, withinMs);
  }

  /** Resolves when it asks this step. */
  async asks(step: string, withinMs?: number): Promise<void> {
    const asked = () => this.buttons.some(({ blockId }) => blockId === `question:${step}`);
    await eventually(() => (asked() ? true : undefined), `question ${step} in ${this.text}`, withinMs);
  }
}
