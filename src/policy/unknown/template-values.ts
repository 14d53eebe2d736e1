import { type Lookup, type Pattern, type PatternPart, partsOf } from '../text/pattern.js';
import { compileMatcher, type Matcher, type PatternToken } from '../text/wildcard.js';

const MAX_VALUES = 64;

/** The parts around a variable as tokens, other variables as what they are known to be, else as any run. */
function around(parts: readonly PatternPart[], lookup: Lookup): PatternToken[] {
  return parts.map((part): PatternToken => {
    if (part.kind !== 'variable') return part;
    const value = lookup(part.key)?.[0] ?? part.fallback;
    return value === null ? { kind: 'star' } : { kind: 'text', text: value };
  });
}

function splitsOf(subject: string, before: Matcher, after: Matcher): string[] {
  const values: string[] = [];
  for (let from = 0; from <= subject.length; from++) {
    if (!before(subject.slice(0, from))) continue;
    for (let to = from; to <= subject.length && values.length < MAX_VALUES; to++) {
      if (after(subject.slice(to))) values.push(subject.slice(from, to));
    }
  }
  return values;
}

/** What a policy variable would have to be for the pattern around it to match the subject. */
export function valuesFitting(pattern: Pattern, key: string, subject: string, lookup: Lookup): string[] {
  const parts = partsOf(pattern);
  return parts.flatMap((part, index) => {
    if (part.kind !== 'variable' || part.key !== key) return [];
    const before = compileMatcher(around(parts.slice(0, index), lookup));
    const after = compileMatcher(around(parts.slice(index + 1), lookup));
    return splitsOf(subject, before, after);
  });
}
