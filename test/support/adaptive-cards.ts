import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import { installDocument, ShimElement } from './document-shim.js';

/** What Microsoft's own renderer makes of a card. */
export interface RenderedByMicrosoft {
  /** Every complaint: of the parser, the validator and the renderer. */
  readonly problems: readonly string[];
  /** Everything that a person reads, in its order. */
  readonly text: string;
  /** The titles of all buttons, also of those that unfold. */
  readonly buttons: readonly string[];
  /** The ids of all inputs. */
  readonly inputs: readonly string[];
  /** Where links go. */
  readonly links: readonly string[];
  /** What a click on the button with this title hands to the host. */
  click(title: string): { readonly verb?: string; readonly data: unknown };
}

installDocument();
// Its `import` entry cannot be loaded by Node; the bundle can.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the bundle is the package, without its types
const ac = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof AdaptiveCards;

const live: string[] = [];
ac.AdaptiveCard.onProcessMarkdown = (text, result) => {
  const left = text.replaceAll(/\\[\\`*_~[\]#+.)-]/g, 'x').replaceAll(/<\/?at>/g, '');
  if (/[`*_~[\]<>]|^\s*(?:[#+-]|\d+[.)])\s/m.test(left)) live.push(text);
  result.didProcess = true;
  result.outputHtml = text
    .replaceAll(/\\([\\`*_~[\]#+.)-])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
};

/** Parses, validates and renders with `adaptivecards`, as a client that knows version 1.5 and none of Teams's own elements. */
export function renderByMicrosoft(json: object): RenderedByMicrosoft {
  live.length = 0;
  const card = new ac.AdaptiveCard();
  card.hostConfig = new ac.HostConfig({ actions: { maxActions: 6 }, supportsInteractivity: true });
  const context = new ac.SerializationContext(ac.Versions.v1_5);
  card.parse(structuredClone(json), context);
  const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  const validated = card.validateProperties().validationEvents;
  const root = card.render();
  const unfolded = actionsOf(card).map((action) =>
    action instanceof ac.ShowCardAction ? action.card.render() : undefined,
  );
  const all = [root, ...unfolded].flatMap((each) => (each instanceof ShimElement ? each.all() : []));
  return {
    problems: [
      ...[...parsed, ...validated]
        .map(({ message }) => message)
        .filter((message) => !message.startsWith('Unknown element type "CodeBlock"')),
      ...(root === undefined ? ['it renders to nothing'] : []),
      ...live.map((text) => `markup in a text: ${text}`),
    ],
    text: all
      .filter(({ children }) => children.length === 0)
      .map(({ innerText }) => innerText)
      .join('\n'),
    buttons: actionsOf(card).map(({ title }) => title ?? ''),
    inputs: card.getAllInputs().map(({ id }) => id ?? ''),
    links: all.filter(({ tagName }) => tagName === 'A').map(({ href }) => href),
    click: (title) => {
      const action = actionsOf(card).find((each) => each.title === title);
      if (!(action instanceof ac.SubmitAction || action instanceof ac.ExecuteAction))
        throw new Error(`no button "${title}" that sends anything`);
      let sent: { verb?: string; data: unknown } | undefined;
      card.onExecuteAction = (executed) => {
        if (executed instanceof ac.ExecuteAction) sent = { verb: executed.verb, data: executed.data };
        else if (executed instanceof ac.SubmitAction) sent = { data: executed.data };
      };
      action.execute();
      if (sent === undefined) throw new Error(`the button "${title}" sent nothing`);
      return sent;
    },
  };
}

function actionsOf(card: AdaptiveCards.AdaptiveCard): readonly AdaptiveCards.Action[] {
  return [...new Set(withNested(card.getAllActions()))];
}

function withNested(actions: readonly AdaptiveCards.Action[]): readonly AdaptiveCards.Action[] {
  return actions.flatMap((action) =>
    action instanceof ac.ShowCardAction ? [action, ...withNested(action.card.getAllActions())] : [action],
  );
}
