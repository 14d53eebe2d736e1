import { h } from './dom.js';

let loading;

/** Microsoft's renderer, from this machine. */
export function loadRenderer() {
  loading ??= new Promise((resolve, reject) => {
    const script = h('script', { src: '/vendor/adaptivecards.min.js' });
    script.addEventListener('load', resolve);
    script.addEventListener('error', reject);
    document.head.append(script);
  });
  return loading;
}

/** An Adaptive Card as nodes; `onAction` is told `{ verb, data }` or `{ url }`. */
export function renderCard(content, onAction) {
  const { AdaptiveCard, HostConfig, OpenUrlAction } = globalThis.AdaptiveCards;
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(hostConfig());
  card.onExecuteAction = (action) =>
    onAction(
      action instanceof OpenUrlAction ? { url: action.url } : { verb: action.verb, data: action.data },
    );
  card.parse(withCode(content));
  return card.render();
}

/** Teams draws `CodeBlock` itself, the renderer does not know it: text of fixed width stands for it. */
function withCode(value) {
  if (Array.isArray(value)) return value.map(withCode);
  if (typeof value !== 'object' || value === null) return value;
  if (value.type === 'CodeBlock')
    return {
      type: 'Container',
      style: 'emphasis',
      items: value.codeSnippet.split('\n').map((text) => ({
        type: 'RichTextBlock',
        spacing: 'none',
        inlines: [{ type: 'TextRun', fontType: 'monospace', text: indented(text) }],
      })),
    };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withCode(inner)]));
}

/** Blanks at the beginning of a line would not be shown, nor would an empty line. */
function indented(line) {
  return line.replace(/^ +/, (blanks) => '\u00a0'.repeat(blanks.length)) || '\u00a0';
}

/** The page's own colours and letters. https://learn.microsoft.com/en-us/adaptive-cards/rendering-cards/host-config */
function hostConfig() {
  const style = getComputedStyle(document.documentElement);
  const [ink, soft, ground, raised, accent, good, danger] = [
    'ink',
    'soft',
    'ground',
    'code',
    'accent',
    'good',
    'danger',
  ].map((name) => colorOf(style.getPropertyValue(`--${name}`)));
  const plain = (color) => ({ default: color, subtle: color === ink ? soft : color });
  const foregroundColors = {
    default: plain(ink),
    accent: plain(accent),
    good: plain(good),
    attention: plain(danger),
    warning: plain(danger),
    dark: plain(ink),
    light: plain(soft),
  };
  const fontSizes = { small: 12, default: 14, medium: 15, large: 17, extraLarge: 19 };
  return {
    supportsInteractivity: true,
    fontFamily: 'inherit',
    fontTypes: {
      default: { fontFamily: 'inherit', fontSizes },
      monospace: { fontFamily: 'ui-monospace, Menlo, Consolas, monospace', fontSizes },
    },
    // Below the panel's own heading.
    textBlock: { headingLevel: 3 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 20, padding: 10 },
    containerStyles: {
      default: { backgroundColor: ground, foregroundColors },
      emphasis: { backgroundColor: raised, foregroundColors },
    },
    actions: {
      maxActions: 30,
      buttonSpacing: 6,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 8 },
    },
  };
}

/** `light-dark(…)` as the one of the two that counts, written as the renderer reads it. */
function colorOf(value) {
  const probe = h('span', { hidden: true });
  probe.style.color = value;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
