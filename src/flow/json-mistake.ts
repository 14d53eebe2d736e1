/** Where a text stops being JSON, and what would have to stand there. */
export interface JsonMistake {
  readonly position: number;
  readonly what: string;
}

type Wanted = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing';

const WORDS: Readonly<Record<Wanted, string>> = {
  value: 'a value has to stand here',
  'value or end': 'a value or `]` has to stand here',
  name: 'a name in double quotes has to stand here',
  'name or end': 'a name in double quotes or `}` has to stand here',
  colon: '`:` has to stand here',
  'comma or end': 'a comma or a closing bracket has to stand here',
  nothing: 'this stands behind the end',
};

const TOKEN =
  /(?<string>"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<plain>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<mark>[{}[\],:])/uy;

/**
 * Finds the first mistake in a text that is no JSON: JSON.parse says only sometimes where it stopped.
 * https://www.rfc-editor.org/rfc/rfc8259#section-2
 */
export function findJsonMistake(text: string): JsonMistake {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  let position = skipBlanks(text, 0);
  while (position < text.length) {
    TOKEN.lastIndex = position;
    const { string, plain, mark } = TOKEN.exec(text)?.groups ?? {};
    const next = follow(
      wanted,
      string === undefined ? (plain === undefined ? mark : 'plain') : 'string',
      open,
    );
    if (next === undefined) return { position, what: WORDS[wanted] };
    wanted = next;
    position = skipBlanks(text, TOKEN.lastIndex);
  }
  return { position: text.length, what: 'the text ends too early, a bracket is not closed' };
}

/** What has to follow a token; undefined: it may not stand there. Keeps the brackets that are open. */
function follow(wanted: Wanted, token: string | undefined, open: ('{' | '[')[]): Wanted | undefined {
  const behind = (): Wanted => (open.length === 0 ? 'nothing' : 'comma or end');
  const takesValue = wanted === 'value' || wanted === 'value or end';
  const takesName = wanted === 'name' || wanted === 'name or end';
  switch (token) {
    case 'string':
      return takesName ? 'colon' : takesValue ? behind() : undefined;
    case 'plain':
      return takesValue ? behind() : undefined;
    case '{':
    case '[':
      if (!takesValue) return undefined;
      open.push(token);
      return token === '{' ? 'name or end' : 'value or end';
    case '}':
    case ']': {
      const closes = token === '}' ? '{' : '[';
      const may = wanted === 'comma or end' || wanted === (token === '}' ? 'name or end' : 'value or end');
      if (!may || open.at(-1) !== closes) return undefined;
      open.pop();
      return behind();
    }
    case ',':
      if (wanted !== 'comma or end') return undefined;
      return open.at(-1) === '{' ? 'name' : 'value';
    case ':':
      return wanted === 'colon' ? 'value' : undefined;
    default:
      return undefined;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (' \t\r\n'.includes(text.charAt(at)) && at < text.length) at += 1;
  return at;
}
