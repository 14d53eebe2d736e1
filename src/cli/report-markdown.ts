import { harmless, oneLine, type ReportStyle } from './report-style.js';

/** GitHub's Markdown; texts from outside are escaped, and a fence is longer than any run of backticks in what it holds. */
export const markdownStyle: ReportStyle = {
  title: (text) => [`# ${inline(text)}`, ''],
  outcome: (_, text) => ['', `**${inline(text.slice(0, 1).toUpperCase() + text.slice(1))}**`, ''],
  heading: (text, id) => [`## ${inline(text)}${id === undefined ? '' : ` (\`${id}\`)`}`, ''],
  paragraph: (text) => [inline(text), ''],
  field: (label, text) => [`**${label}:** ${inline(text)}  `],
  proof: (_, text) => [`*${inline(text.slice(0, 1).toUpperCase() + text.slice(1))}.*`, ''],
  list: (label, items) => [`**${label}:**`, '', ...items.map((item) => `- ${inline(item)}`), ''],
  items: (items) => [
    ...items.flatMap(({ text, id, more }) => [
      `- ${inline(text)}${id === undefined ? '' : ` (\`${id}\`)`}`,
      ...more.map((line) => `  - ${inline(line)}`),
    ]),
    '',
  ],
  code: (label, text, language) => {
    const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
    return [`**${label}:**`, '', `${fence}${language}`, harmless(text).trimEnd(), fence, ''];
  },
  note: (text) => [`*${inline(text)}*`, ''],
};

/** https://spec.commonmark.org/0.31.2/#backslash-escapes; what stands between backticks in our own texts stays code. */
function inline(text: string): string {
  return oneLine(text).replace(/[\\*_<>[\]|`#~&]/g, '\\$&');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
