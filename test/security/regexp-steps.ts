import { type Node, parseRegExp } from './regexp-syntax.js';

/** Where it goes on from a position; false: from there it does not, so something else is tried. */
type Continue = (position: number) => boolean;

/** Runs a regular expression as a backtracking engine does, and counts what that takes. */
export interface Steps {
  /** How many steps looking for it in a text takes, until it is found or is nowhere; at most `limit`. */
  count(text: string, limit: number): number;
  /** Whether it is found: to compare with the engine. */
  finds(text: string): boolean;
}

class TooMany extends Error {}

export function createSteps(pattern: string, flags: string): Steps {
  const tree = parseRegExp(pattern);
  const bare = flags.replaceAll('g', '');
  const known = new Characters(bare);
  const run = (text: string, limit: number) => new Run(bare, text, limit, known);
  return {
    count: (text, limit) => run(text, limit).count(tree),
    finds: (text) => run(text, Infinity).finds(tree),
  };
}

/** A lookbehind is matched from its end. */
type Direction = 'forwards' | 'backwards';

class Run {
  #steps = 0;
  readonly #captures = new Map<string, string>();
  readonly #unicode: boolean;

  constructor(
    readonly flags: string,
    readonly text: string,
    readonly limit: number,
    readonly known: Characters,
  ) {
    this.#unicode = /[uv]/.test(flags);
  }

  finds(tree: Node): boolean {
    const starts = this.flags.includes('y') ? 0 : this.text.length;
    for (let start = 0; start <= starts; start += 1)
      if (this.#match(tree, start, 'forwards', () => true)) return true;
    return false;
  }

  count(tree: Node): number {
    try {
      this.finds(tree);
    } catch (error) {
      // A stack that overflows is a run that long, too.
      if (!(error instanceof TooMany) && !(error instanceof RangeError)) throw error;
      return this.limit;
    }
    return this.#steps;
  }

  #match(node: Node, at: number, direction: Direction, next: Continue): boolean {
    this.#step();
    switch (node.kind) {
      case 'character': {
        const end = this.#take(node.source, at, direction);
        return end !== undefined && next(end);
      }
      case 'assertion':
        return this.#holds(node.source, at) && next(at);
      case 'backreference': {
        const again = this.#captures.get(node.group) ?? '';
        const [start, end] = direction === 'forwards' ? [at, at + again.length] : [at - again.length, at];
        return (
          this.text.slice(Math.max(start, 0), end) === again && next(direction === 'forwards' ? end : start)
        );
      }
      case 'sequence':
        return this.#sequence(node.parts, 0, at, direction, next);
      case 'choice':
        return node.branches.some((branch) => this.#match(branch, at, direction, next));
      case 'group':
        return this.#match(node.body, at, direction, (end) => {
          const taken = this.text.slice(Math.min(at, end), Math.max(at, end));
          for (const name of node.names) this.#captures.set(name, taken);
          return next(end);
        });
      case 'look':
        return (
          this.#match(node.body, at, node.behind ? 'backwards' : 'forwards', () => true) !== node.negative &&
          next(at)
        );
      case 'repeat':
        return this.#repeat(node, 0, at, direction, next);
      default:
        throw node satisfies never;
    }
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps >= this.limit) throw new TooMany();
  }

  #sequence(
    parts: readonly Node[],
    index: number,
    at: number,
    direction: Direction,
    next: Continue,
  ): boolean {
    const part = parts[direction === 'forwards' ? index : parts.length - 1 - index];
    if (part === undefined) return next(at);
    return this.#match(part, at, direction, (end) => this.#sequence(parts, index + 1, end, direction, next));
  }

  #repeat(node: Repeat, times: number, at: number, direction: Direction, next: Continue): boolean {
    const { body, min, max, lazy } = node;
    if (body.kind === 'character') return this.#run(node, body.source, at, direction, next);
    const more = (): boolean =>
      times < max &&
      this.#match(
        body,
        at,
        direction,
        (end) => (end !== at || times < min) && this.#repeat(node, times + 1, end, direction, next),
      );
    const enough = (): boolean => times >= min && next(at);
    return lazy ? enough() || more() : more() || enough();
  }

  /** A run of single characters: without recursion, as it may be long. */
  #run(
    { min, max, lazy }: Repeat,
    source: string,
    at: number,
    direction: Direction,
    next: Continue,
  ): boolean {
    const ends = [at];
    if (lazy && min === 0 && next(at)) return true;
    for (let end = this.#take(source, at, direction); end !== undefined && ends.length <= max; ) {
      this.#step();
      ends.push(end);
      if (lazy && ends.length > min && next(end)) return true;
      end = this.#take(source, end, direction);
    }
    if (lazy) return false;
    for (let times = ends.length - 1; times >= min; times -= 1) {
      this.#step();
      if (next(ends[times] ?? at)) return true;
    }
    return false;
  }

  /** Where the position is after that character; undefined: there is another, or none. */
  #take(source: string, at: number, direction: Direction): number | undefined {
    const character = direction === 'forwards' ? this.#after(at) : this.#before(at);
    if (character === '' || !this.known.takes(source, character)) return undefined;
    return direction === 'forwards' ? at + character.length : at - character.length;
  }

  #after(at: number): string {
    const code = this.#unicode ? this.text.codePointAt(at) : undefined;
    return code === undefined ? this.text.charAt(at) : String.fromCodePoint(code);
  }

  #before(at: number): string {
    const pair = this.#unicode && at > 1 ? (this.text.codePointAt(at - 2) ?? 0) : 0;
    return pair > 0xffff ? String.fromCodePoint(pair) : this.text.charAt(at - 1);
  }

  #holds(source: string, at: number): boolean {
    const { text } = this;
    const isWord = (index: number): boolean => /\w/.test(text.charAt(index));
    const multiline = this.flags.includes('m');
    switch (source) {
      case '^':
        return at === 0 || (multiline && text[at - 1] === '\n');
      case '$':
        return at === text.length || (multiline && text[at] === '\n');
      default:
        return (isWord(at - 1) !== isWord(at)) === (source === '\\b');
    }
  }
}

/** Which characters a class takes, asked of the engine once each. */
class Characters {
  readonly #known = new Map<string, boolean>();

  constructor(readonly flags: string) {}

  takes(source: string, character: string): boolean {
    const key = `${character}${source}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const taken = new RegExp(`^${source}$`, this.flags.replaceAll(/[my]/g, '')).test(character);
    this.#known.set(key, taken);
    return taken;
  }
}

type Repeat = Extract<Node, { readonly kind: 'repeat' }>;
