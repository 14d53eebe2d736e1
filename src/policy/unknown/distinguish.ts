import type { PatternToken } from '../text/wildcard.js';

/**
 * Finds strings that tell patterns apart: for every combination of patterns that some string matches, one such string.
 * The patterns run side by side as automata, breadth first over the reachable states; letters that no active pattern
 * asks about are all alike, so one stands for them.
 */

/** One step of a pattern: a letter, one free letter, or any run of letters; `within` keeps free letters off colons. */
type Step =
  | { readonly kind: 'letter'; readonly letter: string; readonly fold: boolean }
  | { readonly kind: 'any' | 'star'; readonly within: boolean };

export type StepPattern = readonly Step[];

/** Stands for every letter that no pattern asks about: a private-use character. */
export const OTHER_LETTER = '\uE000';
const MAX_STATES = 3000;

/** The steps of some tokens. `fold`: letter case does not matter. `within`: wildcards stay between colons. */
export function toSteps(
  tokens: readonly PatternToken[],
  options: { fold: boolean; within: boolean },
): StepPattern {
  return tokens.flatMap((token): Step[] => {
    if (token.kind !== 'text') return [{ kind: token.kind, within: options.within }];
    return Array.from({ length: token.text.length }, (_, at) => ({
      kind: 'letter' as const,
      letter: token.text[at] ?? '',
      fold: options.fold,
    }));
  });
}

type Positions = readonly number[];

interface State {
  readonly text: string;
  readonly positions: readonly Positions[];
  /** Whether the text is the beginning of one of the constants. */
  readonly onConstant: boolean;
}

function settle(pattern: StepPattern, positions: Set<number>): Positions {
  // Sets iterate over what is added on the way, so runs of stars close in one pass.
  for (const at of positions) if (pattern[at]?.kind === 'star') positions.add(at + 1);
  return [...positions].sort((a, b) => a - b);
}

function takes(step: Step, letter: string): boolean {
  if (step.kind !== 'letter') return !step.within || letter !== ':';
  return step.letter === letter || (step.fold && step.letter.toLowerCase() === letter.toLowerCase());
}

function advance(pattern: StepPattern, positions: Positions, letter: string): Positions {
  const next = new Set<number>();
  for (const at of positions) {
    const step = pattern[at];
    if (step !== undefined && takes(step, letter)) next.add(step.kind === 'star' ? at : at + 1);
  }
  return settle(pattern, next);
}

function addLetters(step: Step, letters: Set<string>): void {
  if (step.kind !== 'letter') {
    if (step.within) letters.add(':');
    return;
  }
  letters.add(step.letter);
  if (!step.fold) return;
  letters.add(step.letter.toLowerCase());
  letters.add(step.letter.toUpperCase());
}

function lettersOf(
  patterns: readonly StepPattern[],
  state: State,
  prefixes: ReadonlyMap<string, Set<string>>,
): Set<string> {
  const letters = new Set([OTHER_LETTER]);
  for (const [index, positions] of state.positions.entries()) {
    for (const at of positions) {
      const step = patterns[index]?.[at];
      if (step !== undefined) addLetters(step, letters);
    }
  }
  if (state.onConstant) for (const letter of prefixes.get(state.text) ?? []) letters.add(letter);
  return letters;
}

function nextLetters(constants: readonly string[]): Map<string, Set<string>> {
  const next = new Map<string, Set<string>>();
  for (const constant of constants) {
    for (let at = 0; at <= constant.length; at++) {
      const prefix = constant.slice(0, at);
      const letters = next.get(prefix) ?? new Set();
      const letter = constant[at];
      if (letter !== undefined) letters.add(letter);
      next.set(prefix, letters);
    }
  }
  return next;
}

/**
 * One string for every combination of patterns that can match together, none of the constants among them;
 * the constants themselves are not repeated.
 */
export function distinguishStrings(patterns: readonly StepPattern[], constants: readonly string[]): string[] {
  const taken = new Set(constants);
  const prefixes = nextLetters(constants);
  const found = new Map<string, string>();
  const start: State = {
    text: '',
    positions: patterns.map((pattern) => settle(pattern, new Set([0]))),
    onConstant: prefixes.has(''),
  };
  const queue = [start];
  const seen = new Set<string>();
  for (const state of queue) {
    const accepted = state.positions
      .map((at, index) => (at.at(-1) === patterns[index]?.length ? '1' : '0'))
      .join('');
    if (!taken.has(state.text) && !found.has(accepted)) found.set(accepted, state.text);
    if (!state.onConstant && state.positions.every((at) => at.length === 0)) continue;
    for (const letter of lettersOf(patterns, state, prefixes)) {
      const text = state.text + letter;
      const positions = patterns.map((pattern, index) =>
        advance(pattern, state.positions[index] ?? [], letter),
      );
      const onConstant = state.onConstant && prefixes.has(text);
      const id = `${positions.join(';')}|${onConstant ? text : ''}`;
      if (seen.has(id) || seen.size >= MAX_STATES) continue;
      seen.add(id);
      queue.push({ text, positions, onConstant });
    }
  }
  return [...found.values()];
}
