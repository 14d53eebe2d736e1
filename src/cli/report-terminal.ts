import { styleText } from 'node:util';
import { harmless, oneLine, type ReportStyle } from './report-style.js';

type Color = Parameters<typeof styleText>[0];

const OUTCOME_COLORS = {
  denied: ['bold', 'red'],
  allowed: ['bold', 'green'],
  undetermined: ['bold', 'yellow'],
} as const;

/** Plain text for a terminal: wrapped at its width, coloured where that is wanted. */
export function terminalStyle({ color, width }: { color: boolean; width: number }): ReportStyle {
  const paint = (style: Color, text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const wrapped = (text: string, indent: string) =>
    wrap(oneLine(text), width - indent.length).map((line) => indent + line);
  const bullet = (text: string, indent: string) => {
    const [first = '', ...rest] = wrap(oneLine(text), width - indent.length - 2);
    return [`${indent}- ${first}`, ...rest.map((line) => `${indent}  ${line}`)];
  };
  const labelled = (label: string, text: string, style: Color) => {
    const [first = '', ...rest] = wrap(`${label}: ${oneLine(text)}`, width - 3);
    return [
      `   ${paint(style, `${label}:`)}${first.slice(label.length + 1)}`,
      ...rest.map((line) => `   ${line}`),
    ];
  };
  return {
    title: (text) => [paint('bold', oneLine(text))],
    outcome: (decision, text) => [
      paint([...OUTCOME_COLORS[decision]], oneLine(text).toUpperCase().slice(0, 1) + oneLine(text).slice(1)),
      '',
    ],
    heading: (text, id) => [
      ...wrap(oneLine(text), width).map((line) => paint(['bold', 'cyan'], line)),
      ...(id === undefined ? [] : [`   ${paint('dim', id)}`]),
    ],
    paragraph: (text) => [...wrapped(text, '   '), ''],
    field: (label, text) => labelled(label, text, 'bold'),
    proof: (verified, text) => {
      const mark = verified === true ? '✔' : verified === false ? '✘' : '?';
      const style = verified === true ? 'green' : verified === false ? 'red' : 'yellow';
      return [...wrapped(`${mark} ${text}`, '   ').map((line) => paint(style, line)), ''];
    },
    list: (label, items) => [
      `   ${paint('bold', `${label}:`)}`,
      ...items.flatMap((item) => bullet(item, '   ')),
      '',
    ],
    items: (items) => [
      ...items.flatMap(({ text, id, more }) => [
        ...bullet(id === undefined ? text : `${oneLine(text)} (${id})`, '   '),
        ...more.flatMap((line) => wrapped(line, '     ')).map((line) => paint('dim', line)),
      ]),
      '',
    ],
    code: (label, text, language) => [
      `   ${paint('bold', `${label}:`)}`,
      ...harmless(text)
        .trimEnd()
        .split('\n')
        .map((line) => `     ${language === 'diff' ? paintDiff(line, paint) : line}`.trimEnd()),
      '',
    ],
    note: (text) => [paint('dim', oneLine(text)), ''],
  };
}

function paintDiff(line: string, paint: (style: Color, text: string) => string): string {
  if (line.startsWith('+')) return paint('green', line);
  if (line.startsWith('-')) return paint('red', line);
  return line.startsWith('@@') ? paint('cyan', line) : line;
}

/** Lines of at most `width` characters, broken at blanks; a longer word stands alone, so that it can be copied. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
