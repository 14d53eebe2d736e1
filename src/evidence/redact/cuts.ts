import { type Fragment, placesOf } from './tokens.js';

/** Where each token is cut into pieces: places between 0 and its length, both left out. */
type Cuts = ReadonlyMap<string, Set<number>>;

/**
 * Cuts tokens so that a fragment consists of the same pieces wherever it occurs: what `rep*` names is one or more whole pieces of
 * `reports`. A cut inside one occurrence is a cut in all, until nothing changes.
 */
export function cutTokens(
  tokens: readonly string[],
  fragments: readonly Fragment[],
): ReadonlyMap<string, readonly string[]> {
  const cuts: Cuts = new Map(tokens.map((token) => [token, new Set<number>()]));
  const occurrences = fragments.flatMap((fragment) =>
    tokens.flatMap((token) => placesOf(fragment, token).map((at) => ({ part: fragment.text, token, at }))),
  );
  while (occurrences.some((one) => align(cuts, one))) {
    // Each round adds a cut somewhere, and there are only so many places.
  }
  return new Map(tokens.map((token) => [token, piecesOf(token, [...(cuts.get(token) ?? [])])]));
}

interface Occurrence {
  readonly part: string;
  readonly token: string;
  readonly at: number;
}

/** Gives both sides of one occurrence the same cuts; whether that changed anything. */
function align(cuts: Cuts, { part, token, at }: Occurrence): boolean {
  const inside = cuts.get(part);
  const around = cuts.get(token);
  if (inside === undefined || around === undefined) return false;
  const before = inside.size + around.size;
  for (const place of [0, part.length, ...inside]) addCut(around, at + place, token.length);
  for (const place of around) addCut(inside, place - at, part.length);
  return inside.size + around.size > before;
}

function addCut(cuts: Set<number>, place: number, length: number): void {
  if (place > 0 && place < length) cuts.add(place);
}

function piecesOf(token: string, cuts: readonly number[]): readonly string[] {
  const places = [0, ...cuts.toSorted((a, b) => a - b), token.length];
  return places.slice(1).map((end, index) => token.slice(places[index], end));
}
