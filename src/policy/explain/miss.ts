import type { NearMiss } from '../types.js';

/** Why one element does not match, and how near it comes: 0 is a slip of the pen, more is something else. */
export interface Miss {
  readonly element: NearMiss['element'];
  readonly because: string;
  readonly distance: number;
  readonly condition?: NonNullable<NearMiss['condition']>;
}

export const SLIP = 0;
export const OTHER_VALUE = 1;
export const OTHER_CALLER = 2;
export const OTHER_RESOURCE = 3;
export const OTHER_ACTION = 4;

/** What to say of blanks that make a value match nothing. */
export function describeBlank(value: string): string {
  if (value !== value.trimEnd()) return `\`${value}\` has a trailing blank`;
  if (value !== value.trimStart()) return `\`${value}\` has a leading blank`;
  return `\`${value}\` has a space inside`;
}

export function hasBlank(value: string): boolean {
  return /\s/.test(value);
}

export function withoutBlanks(value: string): string {
  return value.replaceAll(/\s/g, '');
}
