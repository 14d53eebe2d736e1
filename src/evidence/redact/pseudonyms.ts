import { isUniqueId } from '../../policy/principal/match-principal.js';
import { S3DeniedError } from '../../errors.js';
import { cutTokens } from './cuts.js';
import { type Fragment, placesOf } from './tokens.js';

/** A whole number from 0 up to, and not including, `below`. */
export type Random = (below: number) => number;

export interface Names {
  /** All tokens, in lower case. */
  readonly tokens: ReadonlySet<string>;
  readonly fragments: readonly Fragment[];
  /** What stays as it is. */
  readonly fixed: ReadonlySet<string>;
}

const ATTEMPTS = 10;
const DRAWS = 200;
/** Shorter ones say nothing and cannot all be avoided: there are ten digits. */
const TELLING_LENGTH = 4;

/**
 * A random stand-in for every token: of the same length, digits for digits, letters for letters. Patterns match the stand-ins exactly
 * where they match the names, for three reasons: separators and lengths stay; a fragment of a pattern consists of the same pieces
 * wherever it occurs, and a piece has one stand-in; and a stand-in that begins with, ends with or holds another's without its name doing so is
 * drawn again.
 */
export function drawPseudonyms(
  { fragments: found, ...names }: Names,
  random: Random,
): ReadonlyMap<string, string> {
  const fragments = [...new Map(found.map((one) => [`${one.kind} ${one.text}`, one])).values()];
  const tokens = [...new Set([...names.tokens, ...names.fixed, ...fragments.map(({ text }) => text)])];
  const pieces = cutTokens(tokens, fragments);
  const fixedPieces = new Set([...names.fixed].flatMap((token) => pieces.get(token) ?? []));
  // One letter for one letter hides less, but matches as before however finely patterns cut names up.
  const letters = new Map([...pieces].map(([token, cut]) => [token, cutFurther(cut, fixedPieces)]));
  for (const cut of [pieces, letters])
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const drawn = new Draw(fragments, cut, fixedPieces, names.fixed, random).all();
      if (drawn !== undefined) return drawn;
    }
  throw new S3DeniedError(
    'redaction',
    'the names cannot be replaced so that all policies still match what they matched',
  );
}

function cutFurther(pieces: readonly string[], kept: ReadonlySet<string>): readonly string[] {
  return pieces.flatMap((piece) => (kept.has(piece) ? [piece] : piece.split('')));
}

/** One attempt to find a stand-in for everything. */
class Draw {
  readonly #fragments: readonly Fragment[];
  readonly #pieces: ReadonlyMap<string, readonly string[]>;
  readonly #fixed: ReadonlySet<string>;
  readonly #random: Random;
  readonly #telling: readonly string[];
  readonly #ofPiece = new Map<string, string>();
  readonly #takenPieces = new Set<string>();
  readonly #ofToken = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** The stand-ins of what patterns look for anywhere: no other piece may hold one. */
  readonly #infixes: string[] = [];

  constructor(
    fragments: readonly Fragment[],
    pieces: ReadonlyMap<string, readonly string[]>,
    fixedPieces: ReadonlySet<string>,
    fixed: ReadonlySet<string>,
    random: Random,
  ) {
    this.#fragments = fragments;
    this.#pieces = pieces;
    this.#fixed = fixed;
    this.#random = random;
    for (const piece of fixedPieces) this.#keep(piece, piece);
    this.#telling = [...pieces]
      .filter(
        ([token, cut]) => token.length >= TELLING_LENGTH && !cut.every((piece) => fixedPieces.has(piece)),
      )
      .map(([token]) => token);
  }

  /** undefined: some tokens are so cut up that what was drawn before leaves nothing for them. */
  all(): ReadonlyMap<string, string> | undefined {
    for (const token of this.#inOrder()) if (!this.#draw(token)) return undefined;
    return this.#ofToken;
  }

  /** Fixed ones first, then those that bind others, the short ones first: they leave the least choice. */
  #inOrder(): readonly string[] {
    const parts = new Set(this.#fragments.map(({ text }) => text));
    const rank = (token: string) => (this.#fixed.has(token) ? 0 : parts.has(token) ? 1 : 2);
    return [...this.#pieces.keys()].toSorted((a, b) => rank(a) - rank(b) || a.length - b.length);
  }

  #draw(token: string): boolean {
    const pieces = this.#pieces.get(token) ?? [token];
    if (this.#fixed.has(token)) {
      this.#settle(token, token);
      return true;
    }
    const open = [...new Set(pieces)].filter((piece) => !this.#ofPiece.has(piece));
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const drawn = this.#drawPieces(open);
      if (drawn === undefined) return false;
      const candidate = pieces.map((piece) => this.#ofPiece.get(piece) ?? drawn.get(piece) ?? '').join('');
      if (this.#fits(token, candidate)) {
        for (const [piece, standIn] of drawn) this.#keep(piece, standIn);
        this.#settle(token, candidate);
        return true;
      }
      if (open.length === 0) return false;
    }
    return false;
  }

  #drawPieces(pieces: readonly string[]): ReadonlyMap<string, string> | undefined {
    const drawn = new Map<string, string>();
    const taken = new Set<string>();
    for (const piece of pieces) {
      const standIn = this.#drawPiece(piece, taken);
      if (standIn === undefined) return undefined;
      drawn.set(piece, standIn);
      taken.add(standIn);
    }
    return drawn;
  }

  #drawPiece(piece: string, taken: ReadonlySet<string>): string | undefined {
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const standIn = randomLike(piece, this.#random, this.#infixes);
      if (isHex(standIn) !== isHex(piece) || this.#takenPieces.has(standIn) || taken.has(standIn)) continue;
      // The last letter of the alphabet that is left may be the letter itself.
      if (standIn !== piece || draw > DRAWS / 2) return standIn;
    }
    return undefined;
  }

  #keep(piece: string, standIn: string): void {
    this.#ofPiece.set(piece, standIn);
    this.#takenPieces.add(standIn);
  }

  #settle(token: string, standIn: string): void {
    this.#ofToken.set(token, standIn);
    this.#taken.add(standIn);
    if (this.#fragments.some(({ text, kind }) => kind === 'infix' && text === token))
      this.#infixes.push(standIn);
  }

  #fits(token: string, standIn: string): boolean {
    if (this.#taken.has(standIn) || this.#fixed.has(standIn)) return false;
    if (isUniqueId(standIn.toUpperCase()) && !isUniqueId(token.toUpperCase())) return false;
    return !this.#tells(standIn) && this.#keepsItsParts(token, standIn);
  }

  /** Whether the stand-in shows a name. */
  #tells(standIn: string): boolean {
    return this.#telling.some((name) => standIn.includes(name));
  }

  /** Whether it holds the stand-ins of just those fragments that its name holds, and the other way round. */
  #keepsItsParts(token: string, standIn: string): boolean {
    return this.#fragments.every((fragment) => {
      if (fragment.text === token) return this.#isPartOfTheSame(fragment, standIn);
      const part = this.#ofToken.get(fragment.text);
      return part === undefined || samePlaces(fragment, token, { ...fragment, text: part }, standIn);
    });
  }

  #isPartOfTheSame(fragment: Fragment, standIn: string): boolean {
    const other = { ...fragment, text: standIn };
    for (const [token, known] of this.#ofToken) if (!samePlaces(fragment, token, other, known)) return false;
    return true;
  }
}

function samePlaces(fragment: Fragment, token: string, other: Fragment, standIn: string): boolean {
  const before = placesOf(fragment, token);
  const after = placesOf(other, standIn);
  return before.length === after.length && before.every((place, index) => place === after[index]);
}

const DIGITS = '0123456789';
const HEX_LETTERS = 'abcdef';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** What is hexadecimal (ids of keys, canonical user ids) stays so, and nothing else becomes so. Letter by letter around the `avoided`. */
function randomLike(piece: string, random: Random, avoided: readonly string[]): string {
  const hex = isHex(piece);
  let standIn = '';
  for (const character of piece.split('')) {
    let next = randomCharacter(character, hex, random);
    for (let draw = 0; draw < DRAWS && avoided.some((part) => `${standIn}${next}`.endsWith(part)); draw += 1)
      next = randomCharacter(character, hex, random);
    standIn += next;
  }
  return standIn;
}

function isHex(text: string): boolean {
  return /^[0-9a-f]+$/.test(text);
}

function randomCharacter(character: string, hex: boolean, random: Random): string {
  if (/[0-9]/.test(character)) return pick(DIGITS, random);
  if (/[a-z]/.test(character)) return pick(hex ? HEX_LETTERS : LETTERS, random);
  // Beyond ASCII: a CJK ideograph, which has no case.
  return String.fromCharCode(0x4e00 + random(0x5000));
}

function pick(alphabet: string, random: Random): string {
  return alphabet.charAt(random(alphabet.length));
}
