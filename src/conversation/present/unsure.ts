import type { CardBlock } from '../../card/card.js';
import type { Interview } from '../../flow/index.js';
import { bold, label } from './words.js';

/** How many are told with the way to check; more would be read by nobody. */
const TOLD = 3;

/** What the person was not sure of and what would still matter: with how to find out, since the answer can be changed then. */
export function unsureBlocks({ unsure }: Interview): readonly CardBlock[] {
  if (unsure.length === 0) return [];
  const told = unsure
    .slice(0, TOLD)
    .flatMap(({ text, howTo }): readonly CardBlock[] => [
      { kind: 'text', text: [text] },
      ...(howTo.console === undefined
        ? []
        : [{ kind: 'text', text: [...label('How to check'), howTo.console] } as const]),
      ...(howTo.cli === undefined ? [] : [{ kind: 'code', language: 'shell', text: howTo.cli } as const]),
    ]);
  const more = unsure.length - TOLD;
  const rest = more > 0 ? `${more} more stand under “Change an answer”. ` : '';
  return [
    { kind: 'divider' },
    { kind: 'text', text: [bold('You were not sure of these, and they would still matter')] },
    ...told,
    { kind: 'note', text: [`${rest}Once you know: “Change an answer”, below.`] },
  ];
}
