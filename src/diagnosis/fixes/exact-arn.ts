/**
 * An ARN as a policy's Resource that means exactly it: a key may hold `*`, `?` and `${`, which a policy reads as wildcards and variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function exactArn(arn: string, variables: boolean): string {
  // The language of 2008 cannot escape; `?` takes one character, which is as near as it comes.
  if (!variables) return arn.replaceAll('*', '?');
  return arn.replaceAll(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`);
}
