import { distance } from 'fastest-levenshtein';

/** The known name that was probably meant, if one is close enough to be worth suggesting. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase().slice(0, 64);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const far = distanceWithSwaps(wanted, candidate.toLowerCase());
    if (far <= limit && far < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name: candidate, distance: far };
  }
  return best?.name;
}

/** Two letters that changed places are one slip, not two. */
function distanceWithSwaps(wanted: string, candidate: string): number {
  const swapped = Array.from({ length: Math.max(0, wanted.length - 1) }, (_, at) => {
    const [first = '', second = ''] = wanted.slice(at, at + 2);
    return 1 + distance(`${wanted.slice(0, at)}${second}${first}${wanted.slice(at + 2)}`, candidate);
  });
  return Math.min(distance(wanted, candidate), ...swapped);
}

/** The end of a complaint about an unknown name: a suggestion where one is near, else what there is. */
export function whatWouldBeRight(name: string, known: Iterable<string>): string {
  const names = [...known];
  const nearest = nearestName(name, names);
  if (nearest !== undefined) return `did you mean \`${nearest}\`?`;
  const shown = names.slice(0, 12).map((each) => `\`${each}\``);
  if (shown.length === 0) return 'none is allowed here';
  return `known: ${shown.join(', ')}${names.length > shown.length ? ', …' : ''}`;
}
