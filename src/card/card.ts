/**
 * What a person sees, free of any platform. Every string here is plain text: a renderer escapes it for its platform, so text from
 * outside (a bucket key, an AWS message) cannot become markup.
 */
export type Inline =
  | string
  | { readonly kind: 'bold'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'user'; readonly userId: string }
  /** A moment, which each reader sees in their own language and time zone. `iso`: UTC; `text`: where a platform cannot. */
  | { readonly kind: 'date'; readonly iso: string; readonly text: string };

export type Rich = readonly Inline[];

export interface CardButton {
  /** The outward action id: `answer:yes`, `post_to_support`. */
  readonly actionId: string;
  readonly text: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: {
    readonly title: string;
    readonly text: string;
    readonly confirm: string;
    readonly deny: string;
  };
}

/** A menu. Choosing an option is the outward action `<actionId>:<value>`: `change:requester-pays`. */
export interface CardChoice {
  readonly actionId: 'change' | 'switch_flow';
  /** What stands in the menu while nothing is chosen. */
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

export type CardBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: Rich }
  | { readonly kind: 'list'; readonly items: readonly Rich[] }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: Rich }[] }
  | {
      readonly kind: 'code';
      readonly title?: string;
      readonly language: 'json' | 'shell' | 'hcl' | 'yaml' | 'diff' | 'text';
      readonly text: string;
    }
  | { readonly kind: 'note'; readonly text: Rich }
  | { readonly kind: 'divider' }
  /** `blockId` is outward: `question:<step>` for a question's buttons. */
  | { readonly kind: 'buttons'; readonly blockId: string; readonly buttons: readonly CardButton[] }
  /** At most one in a card. */
  | { readonly kind: 'choices'; readonly choices: readonly CardChoice[] };

export interface Card {
  /** What a screen reader and a notification say instead of the blocks. */
  readonly fallback: string;
  /** The investigation that the buttons are about; absent on cards without buttons. */
  readonly investigationId?: string;
  readonly blocks: readonly CardBlock[];
}
