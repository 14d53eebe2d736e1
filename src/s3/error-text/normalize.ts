/**
 * Error text as people paste it → plain text in one or more readings of its line breaks. A reading is free of secrets, terminal
 * colours, box margins, log prefixes, entities and JSON escapes; in it, `\n` stands only where the paste broke a line.
 */

import { redactLabelledSecrets } from '../redact.js';

interface Line {
  /** Without margin and log prefix. */
  readonly text: string;
  /** Its length on the screen, margin and log prefix included. */
  readonly width: number;
  /** A blank stood at its beginning or end: a cut-off word does not go on there. */
  readonly blankBefore: boolean;
  readonly blankAfter: boolean;
  /** It began with a timestamp or a level. */
  readonly logged: boolean;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#x22;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
  '&amp;': '&',
};

/** Prefixes that loggers, terminals and CI put before a line; taken off repeatedly. Each is anchored and bounded. */
const LOG_PREFIXES = [
  /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?UTC|Z| ?[+-]\d\d:?\d\d)?\]?[ :|-]{0,4}/,
  /^\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]? {1,4}/,
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:[\w.-]{1,64} [\w./-]{1,64}(?:\[\d{1,8}\])?: )?/,
  /^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})? \d{4}\] {1,4}/,
  /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{1,9} {1,9}(?:\d{1,9} )?[\w./-]{1,64}:\d{1,6}\] /,
  /^(?:stdout|stderr) [FP] /,
  /^\[[A-Za-z][\w.$#:-]{1,40}\] {1,4}(?=\S)/,
  /^\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)\]?(?:[ :|-]{1,4}|$)/,
] as const;

/** A margin: Terraform's box, a quote mark. */
const MARGIN = /^[ \t]{0,80}(?:[│┃║╷╵|>]{1,4}[ \t]?){1,4}/;

export interface Reading {
  readonly text: string;
  /**
   * Lines were joined without a blank, on no more evidence than that one line is the longest: longer ids and ARNs are then no
   * sign that the reading is right.
   */
  readonly daring: boolean;
}

/**
 * The readings of a text, the plainest first: lines joined as words wrap; without log lines in between; and cut-off lines joined
 * without a blank, where the paste broke words at a fixed width. Readings that come out alike appear once.
 */
export function readings(text: string): readonly Reading[] {
  const lines = splitLines(plain(text));
  const unlogged = lines.filter(({ logged }) => !logged);
  const mixed = unlogged.length > 0 && unlogged.length < lines.length;
  const wrap = describeWrap(lines);
  const joined = [
    joinLines(lines, () => false),
    ...(mixed ? [joinLines(unlogged, () => false)] : []),
    joinLines(
      lines,
      (line, next) => wrap.widths.has(line.width) && endsInsideToken(line.text) && !startsPhrase(next.text),
    ),
    ...(wrap.cutHard
      ? [
          joinLines(
            lines,
            (line, next) =>
              line.width === wrap.longest &&
              !endsSentence(line.text, next.text) &&
              !STARTS_ANEW.test(next.text),
          ),
        ]
      : []),
  ];
  const plainCount = mixed ? 2 : 1;
  return [...new Set(joined)].map((reading, index) => ({
    text: decode(reading),
    daring: index >= plainCount && !wrap.evident,
  }));
}

/** Without labelled secrets, terminal colours, invisible characters and foreign line ends. */
function plain(text: string): string {
  return (
    redactLabelledSecrets(text)
      // oxlint-disable-next-line no-control-regex -- terminal colours begin with the control character ESC
      .replaceAll(/\u001B\[[0-9;]{0,20}[A-Za-z]/g, '')
      .replaceAll(/[\u200B\u200C\u2060\uFEFF]/g, '')
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(/[\t\u00A0]/g, ' ')
  );
}

/** Entities and JSON escapes, after lines are joined, as a line may end within one; then secrets that a line's end had broken. */
function decode(reading: string): string {
  const decoded = reading.replaceAll(
    /&(?:quot|#34|#x22|#39|#x27|apos|lt|gt|nbsp|amp);/gi,
    (entity) => ENTITIES[entity.toLowerCase()] ?? entity,
  );
  const unescaped = looksLikeJson(decoded)
    ? unescapeJson(decoded)
    : decoded.replaceAll(/\\n(?= {0,8}<)/g, '\n');
  const again = unescaped === decoded ? decoded : joinLines(splitLines(unescaped), () => false);
  return redactLabelledSecrets(mendScan(again));
}

/** What text recognition and word processors do to AWS's words: blanks behind colons in ARNs and actions, dashes for hyphens. */
function mendScan(text: string): string {
  return text
    .replaceAll(
      /\barn:\s?(aws[a-z-]{0,10}):\s?([a-z0-9-]{2,20}):\s?([a-z0-9-]{0,20}):\s?(\d{0,12}):\s?(?=[A-Za-z0-9])/g,
      'arn:$1:$2:$3:$4:',
    )
    .replaceAll(/\b(arn:aws[a-z-]{0,10}:iam::\d{12}:(?:user|role)\/) (?=[A-Za-z0-9])/g, '$1')
    .replaceAll(/(\bperform: (?:s3|kms|sts):) (?=[A-Z])/g, '$1')
    .replaceAll(/\b(identity|resource)[\u2010-\u2015\u2212](?=based\b)/g, '$1-');
}

function looksLikeJson(text: string): boolean {
  return text.includes('\\"') || /\{\s{0,8}"[\w$-]{1,64}"\s{0,8}:/.test(text);
}

/** JSON within JSON within a log: any number of backslashes before a quote. */
function unescapeJson(text: string): string {
  return text
    .replaceAll(/\\{1,8}u00([2-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    )
    .replaceAll(/\\{1,8}(["'/])/g, '$1')
    .replaceAll(/\\{1,8}n/g, '\n')
    .replaceAll(/\\{1,8}[tr]/g, ' ');
}

function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const raw of text.split('\n')) {
    const bare = raw.replace(MARGIN, '');
    const message = withoutLogPrefix(bare.trimStart());
    if (message.trim() === '') continue;
    lines.push({
      text: message.trim(),
      width: raw.length,
      blankBefore: /^ (?! )/.test(bare),
      blankAfter: bare.endsWith(' '),
      logged: message.length < bare.trimStart().length,
    });
  }
  return lines;
}

function withoutLogPrefix(line: string): string {
  let rest = line;
  for (let round = 0; round < 4; round += 1) {
    const pattern = LOG_PREFIXES.find((candidate) => candidate.test(rest));
    if (pattern === undefined) return rest;
    rest = rest.replace(pattern, '');
  }
  return rest;
}

/** No terminal is narrower. */
const NARROWEST = 30;

interface Wrap {
  readonly longest: number;
  /** The widths at which the paste may have been wrapped: the longest line's, and the commonest of the long ones. */
  readonly widths: ReadonlySet<number>;
  /** Cut at a column rather than wrapped at words. */
  readonly cutHard: boolean;
  /** The paste certainly was wrapped. */
  readonly evident: boolean;
}

/**
 * How the paste was wrapped. A short line that its successor's first word would still have fitted on was not wrapped at words; where
 * such lines are no fewer than the others, words may have been cut.
 */
function describeWrap(lines: readonly Line[]): Wrap {
  const longest = lines.reduce((most, { width }) => Math.max(most, width), 0);
  let [wrapped, cut, full] = [0, 0, 0];
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    if (line.width === longest) full += 1;
    else if (next !== undefined && line.width + 1 + next.text.search(/ |$/) > longest) wrapped += 1;
    else if (next !== undefined) cut += 1;
  }
  return {
    longest,
    widths: wrapWidths(lines, longest),
    cutHard: longest >= NARROWEST && cut >= wrapped,
    evident: full > 1 || (wrapped > 1 && wrapped > cut),
  };
}

function wrapWidths(lines: readonly Line[], longest: number): ReadonlySet<number> {
  const counts = new Map<number, number>();
  for (const { width } of lines) if (width >= NARROWEST) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [commonest] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return new Set(commonest === undefined ? [] : [longest, commonest[0]]);
}

function joinLines(lines: readonly Line[], glue: (line: Line, next: Line) => boolean): string {
  const parts: string[] = [];
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    parts.push(line.text);
    if (next === undefined) break;
    const glued = !line.blankAfter && !next.blankBefore && glue(line, next);
    if (!glued && !wrappedAtHyphen(line.text, next.text)) parts.push('\n');
  }
  return parts.join('').replaceAll(/ {9,}/g, '        ');
}

/** Terminals break after hyphens: `identity-⏎based`, `amzn-s3-⏎demo-bucket`. */
function wrappedAtHyphen(line: string, next: string): boolean {
  return /[A-Za-z0-9*]-$/.test(line) && /^[A-Za-z0-9*]/.test(next) && !startsPhrase(next);
}

/** The line's last word is one that goes on without a blank: an ARN, a URL, an id. */
function endsInsideToken(line: string): boolean {
  const word = line.slice(line.lastIndexOf(' ') + 1);
  if (/[.,;"')}>]$/.test(word)) return false;
  return /[:/=+]/.test(word) || word.length >= 16;
}

function endsSentence(line: string, next: string): boolean {
  return /[.;:!?]$/.test(line) && /^[A-Z]/.test(next);
}

/** Words with which the grammar goes on after an ARN, and with which another error begins: no part of a word that was cut off. */
function startsPhrase(line: string): boolean {
  return GOES_ON.test(line) || STARTS_ANEW.test(line);
}

const GOES_ON =
  /^(?:with an?|because|on (?:this|the|resource)|is (?:not|pending|disabled)|Go to|when calling|to s3:)\b/i;
const STARTS_ANEW =
  /^(?:User:|An error\b|fatal error:|Error:|Caused by:|Traceback\b|(?:upload|download|copy|move|delete) failed:|<|(?:[a-z]\w{0,40}\.){2,12}\w{1,80}(?:Exception|Error):)/;
