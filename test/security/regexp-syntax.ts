/** A regular expression as a tree: as much of JavaScript's syntax as the program uses. */
export type Node =
  /** One character, as its source says: `a`, `\d`, `[^/]`, `.`. */
  | { readonly kind: 'character'; readonly source: string }
  /** Looks and takes nothing: `^`, `\b`. */
  | { readonly kind: 'assertion'; readonly source: string }
  | { readonly kind: 'backreference'; readonly group: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly branches: readonly Node[] }
  | { readonly kind: 'group'; readonly names: readonly string[]; readonly body: Node }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negative: boolean; readonly body: Node }
  | {
      readonly kind: 'repeat';
      readonly body: Node;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

/** Throws where the pattern has something that it does not know: what cannot be read is not safe. */
export function parseRegExp(pattern: string): Node {
  const parser = new Parser(pattern);
  const node = parser.choice();
  if (!parser.atEnd) throw new Error(`cannot read /${pattern}/ from ${parser.position}`);
  return node;
}

const GROUP = /\((?:\?(?:<?[=!]|:|<(?<name>[\w$]+)>))?/y;
const CLASS = /\[(?:\\.|[^\]\\])*\]/y;
const ESCAPE =
  /\\(?:u\{[\dA-Fa-f]+\}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|c[A-Za-z]|[pP]\{[\w=]+\}|k<[\w$]+>|[1-9]\d*|.)/y;
const QUANTIFIER = /(?:\*|\+|\?|\{(?<min>\d+)(?<comma>,(?<max>\d*))?\})(?<lazy>\?)?/y;

class Parser {
  position = 0;
  #groups = 0;

  constructor(readonly pattern: string) {}

  get atEnd(): boolean {
    return this.position >= this.pattern.length;
  }

  choice(): Node {
    const branches = [this.#sequence()];
    while (this.#takes('|')) branches.push(this.#sequence());
    return branches.length === 1 && branches[0] !== undefined ? branches[0] : { kind: 'choice', branches };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (!this.atEnd && !'|)'.includes(this.#next)) parts.push(this.#quantified());
    return { kind: 'sequence', parts };
  }

  #quantified(): Node {
    const body = this.#atom();
    const found = this.#match(QUANTIFIER);
    if (found === undefined) return body;
    const { min, comma, max, lazy } = found.groups ?? {};
    const [least, most] = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] }[found[0].charAt(0)] ?? [
      Number(min),
      comma === undefined ? Number(min) : max === '' ? Infinity : Number(max),
    ];
    return { kind: 'repeat', body, min: least ?? 0, max: most ?? 0, lazy: lazy !== undefined };
  }

  #atom(): Node {
    const { pattern } = this;
    if (this.#next === '(') return this.#group();
    const taken = this.#match(CLASS)?.[0] ?? this.#match(ESCAPE)?.[0];
    if (taken !== undefined) return escaped(taken);
    const character = String.fromCodePoint(pattern.codePointAt(this.position) ?? 0);
    if ('*+?{'.includes(character)) throw new Error(`cannot read /${pattern}/ at ${this.position}`);
    this.position += character.length;
    return { kind: '^$'.includes(character) ? 'assertion' : 'character', source: character };
  }

  #group(): Node {
    const [opening = '(', name] = this.#match(GROUP) ?? [];
    const captures = opening === '(' || name !== undefined;
    if (captures) this.#groups += 1;
    const names = captures ? [String(this.#groups), ...(name === undefined ? [] : [name])] : [];
    const body = this.choice();
    if (!this.#takes(')')) throw new Error(`/${this.pattern}/ has an open group`);
    if (captures || opening === '(?:') return { kind: 'group', names, body };
    return { kind: 'look', behind: opening.includes('<'), negative: opening.endsWith('!'), body };
  }

  get #next(): string {
    return this.pattern.charAt(this.position);
  }

  #takes(character: string): boolean {
    if (this.#next !== character) return false;
    this.position += 1;
    return true;
  }

  #match(part: RegExp): RegExpExecArray | undefined {
    part.lastIndex = this.position;
    const found = part.exec(this.pattern);
    if (found === null) return undefined;
    this.position = part.lastIndex;
    return found;
  }
}

function escaped(source: string): Node {
  if (source === '\\b' || source === '\\B') return { kind: 'assertion', source };
  const group = /^\\(?:k<([\w$]+)>|([1-9]\d*))$/.exec(source);
  if (group !== null) return { kind: 'backreference', group: group[1] ?? group[2] ?? '' };
  return { kind: 'character', source };
}
