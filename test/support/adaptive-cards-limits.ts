/** What Teams takes, written down from its pages and not from src/teams/limits.ts. Returns what it would refuse, cut or not show. */
export function teamsProblems(card: object): string[] {
  const json = JSON.stringify(card);
  const kilobytes = Buffer.byteLength(json) / 1000;
  return [
    ...(kilobytes > 20 ? [`${kilobytes} KB`] : []),
    ...(json.length > 13_000 ? [`${json.length} characters`] : []),
    ...('fallbackText' in card && card.fallbackText === '' ? ['no fallback text'] : []),
    ...elementProblems(card, 'card'),
  ];
}

/** Adaptive Cards 1.5, as Teams shows it on every device. */
const KNOWN = new Set([
  'AdaptiveCard',
  'TextBlock',
  'RichTextBlock',
  'TextRun',
  'Container',
  'ActionSet',
  'Input.Text',
  'Input.ChoiceSet',
  'Input.Toggle',
  'Action.Execute',
  'Action.Submit',
  'Action.OpenUrl',
  'Action.ShowCard',
  'mention',
  'task/fetch',
]);

function elementProblems(value: unknown, where: string): string[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) => elementProblems(each, `${where}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  const element = value as Record<string, unknown>;
  return [
    ...typeProblems(element, where),
    ...Object.entries(element).flatMap(([name, child]) => elementProblems(child, `${where}.${name}`)),
  ];
}

function typeProblems(element: Record<string, unknown>, where: string): string[] {
  const { type, fallback, actions, inlines, title, version } = element;
  const problems: string[] = [];
  if (typeof type !== 'string') return problems;
  if (!KNOWN.has(type) && fallback === undefined) problems.push(`${type} without a fallback`);
  if (type === 'Action.Execute' && fallback === undefined && !where.endsWith('refresh.action'))
    problems.push('Action.Execute without Action.Submit');
  if (type === 'AdaptiveCard' && version !== '1.5') problems.push(`version ${String(version)}`);
  if (Array.isArray(actions) && (actions.length === 0 || actions.length > 6))
    problems.push(`${actions.length} actions`);
  if (Array.isArray(inlines) && inlines.length === 0) problems.push('no inlines');
  if (type.startsWith('Action.') && 'title' in element && (typeof title !== 'string' || title.length > 75))
    problems.push(`title ${String(title)}`);
  return problems.map((problem) => `${where}: ${problem}`);
}
