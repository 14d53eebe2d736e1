/** The commands of a POSIX shell text, each as its words without quotes; commands within `$(…)` are commands of their own. */
export function shellCommands(text: string): readonly (readonly string[])[] {
  const commands: string[][] = [];
  read(text.replaceAll(/<<'(\w+)'(.*)\n[\s\S]*?\n\1(?=\n|$)/g, '$2'), 0, commands);
  return commands.filter(({ length }) => length > 0);
}

const SEPARATORS = new Set(['\n', ';', '|', '&', '(']);

/** Reads from `at` to the end or the closing parenthesis; returns where it stopped. */
function read(text: string, start: number, commands: string[][]): number {
  let words: string[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    commands.push(withoutRedirections(words));
    words = [];
  };
  let at = start;
  for (; at < text.length && text[at] !== ')'; at += 1) {
    const character = text[at] ?? '';
    if (character === '#' && word === undefined) at = endOfLine(text, at) - 1;
    // A continued line is nothing.
    else if (text.startsWith('\\\n', at)) at += 1;
    else if (SEPARATORS.has(character)) endCommand();
    else if (/\s/.test(character)) endWord();
    else {
      const piece = readPiece(text, at, commands);
      word = (word ?? '') + piece.text;
      at = piece.end;
    }
  }
  endCommand();
  return at;
}

interface Piece {
  readonly text: string;
  /** The position of its last character. */
  readonly end: number;
}

function readPiece(text: string, at: number, commands: string[][]): Piece {
  if (text.startsWith("$'", at)) return readAnsi(text, at + 2);
  if (text.startsWith('$(', at)) return { text: '', end: read(text, at + 2, commands) };
  switch (text[at]) {
    case "'": {
      const end = text.indexOf("'", at + 1);
      if (end < 0) throw new Error(`a quote is open: ${text.slice(at)}`);
      return { text: text.slice(at + 1, end), end };
    }
    case '"':
      return readDouble(text, at + 1, commands);
    case '\\':
      return { text: text[at + 1] ?? '', end: at + 1 };
    default:
      return { text: text[at] ?? '', end: at };
  }
}

function readDouble(text: string, start: number, commands: string[][]): Piece {
  let word = '';
  let at = start;
  while (text[at] !== '"') {
    if (at >= text.length) throw new Error(`a double quote is open: ${text.slice(start)}`);
    if (text.startsWith('$(', at)) at = read(text, at + 2, commands);
    else if (text[at] === '\\' && /["\\$`\n]/.test(text[at + 1] ?? '')) {
      at += 1;
      word += text[at];
    } else word += text[at];
    at += 1;
  }
  return { text: word, end: at };
}

function readAnsi(text: string, start: number): Piece {
  const [whole = ''] = /^(?:\\.|[^'\\])*'/s.exec(text.slice(start)) ?? [];
  const word = whole.slice(0, -1).replaceAll(/\\(x[\da-f]{2}|.)/g, (_, escape: string) => unescape(escape));
  return { text: word, end: start + whole.length - 1 };
}

const NAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescape(escape: string): string {
  return escape.length === 3 ? String.fromCharCode(parseInt(escape.slice(1), 16)) : (NAMED[escape] ?? escape);
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function withoutRedirections(words: readonly string[]): string[] {
  return words.filter(
    (word, at) =>
      !/^\d?[<>]/.test(word) && !/^\d?[<>]+$/.test(words[at - 1] ?? '') && !/^[A-Z_]+=/.test(word),
  );
}
