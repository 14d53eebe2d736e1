import { splitArn } from '../arn.js';
import { compileMatcher, type Matcher, type PatternToken } from '../text/wildcard.js';

/** Cuts the tokens of an ARN pattern at its first five colons; `null`: there are fewer. */
export function splitArnTokens(tokens: readonly PatternToken[]): readonly (readonly PatternToken[])[] | null {
  const segments: PatternToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind !== 'text') {
      segments.at(-1)?.push(token);
      continue;
    }
    let rest = token.text;
    for (let colon = rest.indexOf(':'); colon !== -1 && segments.length < 6; colon = rest.indexOf(':')) {
      segments.at(-1)?.push({ kind: 'text', text: rest.slice(0, colon) });
      segments.push([]);
      rest = rest.slice(colon + 1);
    }
    segments.at(-1)?.push({ kind: 'text', text: rest });
  }
  return segments.length === 6 ? segments : null;
}

/**
 * ArnEquals and ArnLike are the same: six segments compared one by one; a `*` stays in its segment, but for the last.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function compileArnMatcher(tokens: readonly PatternToken[]): Matcher {
  const segments = splitArnTokens(tokens)?.map(compileMatcher);
  if (segments === undefined) return () => false;
  return (subject) => {
    const parts = splitArn(subject);
    return parts !== null && segments.every((matches, index) => matches(parts[index] ?? ''));
  };
}
