/**
 * Amazon Resource Names: `arn:partition:service:region:account:resource`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export interface ParsedArn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  /** Empty where the service leaves it out (S3 buckets and objects). */
  readonly account: string;
  /** Everything after the fifth colon. */
  readonly resource: string;
}

/** The six colon-separated segments of an ARN; the last takes what is left, colons included. `null`: fewer than six. */
export function splitArn(text: string): readonly string[] | null {
  const segments: string[] = [];
  let start = 0;
  for (let count = 0; count < 5; count++) {
    const colon = text.indexOf(':', start);
    if (colon === -1) return null;
    segments.push(text.slice(start, colon));
    start = colon + 1;
  }
  segments.push(text.slice(start));
  return segments;
}

/** Reads an ARN; `null` where the text is none. Wildcards are not interpreted. */
export function parseArn(text: string): ParsedArn | null {
  const [arn, partition, service, region, account, resource] = splitArn(text) ?? [];
  if (arn !== 'arn' || !partition || !service || region === undefined || account === undefined) return null;
  if (resource === undefined || resource === '') return null;
  return { partition, service, region, account, resource };
}

/** Whether the text is a 12-digit account id. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}
