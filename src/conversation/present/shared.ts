import type { Card, CardBlock, Inline, Rich } from '../../card/card.js';
import { assertNever } from '../../errors.js';
import type { Shared } from '../ports.js';

/** A card for others, with only what the configuration lets them see. */
export function onlyShared(card: Card, { accountIds, policies }: Shared): Card {
  const told = policies ? card : withoutCode(card);
  return accountIds ? told : maskAccounts(told);
}

const WITHHELD = 'Commands and policies are not shown here; who asked has them.';

function withoutCode(card: Card): Card {
  const blocks = card.blocks.filter(({ kind }) => kind !== 'code');
  return blocks.length === card.blocks.length
    ? card
    : { ...card, blocks: [...blocks, { kind: 'note', text: [WITHHELD] }] };
}

/** Of each account id the last four digits are left, so that two of them can still be told apart. */
function maskAccounts(card: Card): Card {
  return { ...card, fallback: mask(card.fallback), blocks: card.blocks.map(maskBlock) };
}

function mask(text: string): string {
  return text.replaceAll(/(?<!\d)\d{8}(\d{4})(?!\d)/g, '********$1');
}

function maskBlock(block: CardBlock): CardBlock {
  switch (block.kind) {
    case 'heading':
    case 'code':
      return { ...block, text: mask(block.text) };
    case 'text':
    case 'note':
      return { ...block, text: maskRich(block.text) };
    case 'list':
      return { ...block, items: block.items.map(maskRich) };
    case 'facts':
      return {
        ...block,
        facts: block.facts.map(({ label, value }) => ({ label, value: maskRich(value) })),
      };
    case 'divider':
    case 'buttons':
    case 'choices':
      return block;
    default:
      return assertNever(block, 'card block');
  }
}

function maskRich(rich: Rich): Rich {
  return rich.map((inline): Inline => {
    if (typeof inline === 'string') return mask(inline);
    return inline.kind === 'user' ? inline : { ...inline, text: mask(inline.text) };
  });
}
