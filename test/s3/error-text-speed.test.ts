import { expect, test } from '@jest/globals';
import { parseErrorText, redactSecrets } from '../../src/s3/index.js';

const SIZE = 300_000;
const repeat = (unit: string) => unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE);
const SENTENCE =
  'User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/k" because no identity-based policy allows the s3:GetObject action ';

/** Each would be quadratic under a careless pattern. */
const HOSTILE = [
  ['letters', repeat('a')],
  ['blanks', repeat(' ')],
  ['lines', repeat('\n')],
  ['quotes', repeat('"')],
  ['backslashes', repeat('\\"')],
  ['digits and hyphens', repeat('1-')],
  ['hyphens and lines', repeat('a-\n')],
  ['dots', repeat('a.')],
  ['host names', repeat('a.amazonaws.com ')],
  ['opening tags', repeat('<Error><Code>')],
  ['entities', repeat('&quot;')],
  ['margins', repeat('│ ')],
  ['ARNs', repeat('arn:aws:s3:::a')],
  ['open resources', repeat('is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/')],
  ['open transfers', repeat('upload failed: a to s3://b ')],
  ['open user identities', repeat('"userIdentity":{"a":1,')],
  ['open calls', repeat('when calling the ')],
  ['reasons', repeat('because no identity-based ')],
  ['whole sentences', repeat(SENTENCE)],
  ['codes', repeat('AccessDenied: AccessDenied\n')],
  ['ids', repeat('Request ID: ')],
  ['boto uploads', repeat(' to amzn-s3-demo-bucket/k')],
  ['credentials', repeat('aws_secret_access_key=')],
  ['access key ids', repeat('AKIAIOSFODNN7EXAMPLE ')],
  ['timestamps', repeat('2026-11-21T12:00:00Z INFO x\n')],
  ['URLs', repeat('https://s3.amazonaws.com/')],
  ['queries', `https://s3.amazonaws.com/b/k?${repeat('a=b&')}`],
] as const;

test.each(HOSTILE)('300 kB of %s take linear time', (_, text) => {
  const started = performance.now();
  parseErrorText(text);
  redactSecrets(text);
  const full = performance.now() - started;
  expect(full).toBeLessThan(4000);
});
