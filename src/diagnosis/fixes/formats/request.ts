import type { CauseDefinition } from '../../catalogue.js';
import type { Situation } from '../../situation.js';
import type { Snippet } from '../../types.js';
import { CONTEXT_KEY, type Drafts } from '../drafts.js';
import { quote } from './text.js';

/** Header or context key → the option of `aws s3api` that sends it. */
const OPTIONS: Readonly<Record<string, string>> = {
  'x-amz-acl': '--acl',
  'x-amz-expected-bucket-owner': '--expected-bucket-owner',
  'x-amz-request-payer': '--request-payer',
  'x-amz-server-side-encryption': '--server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id': '--ssekms-key-id',
  'x-amz-storage-class': '--storage-class',
  prefix: '--prefix',
  delimiter: '--delimiter',
  'max-keys': '--max-keys',
};

/** The operations that people try out by hand, and what each needs beside the bucket. */
const COMMANDS: Readonly<Record<string, readonly ('key' | 'body' | 'outfile' | 'source')[]>> = {
  CopyObject: ['key', 'source'],
  CreateMultipartUpload: ['key'],
  DeleteObject: ['key'],
  GetObject: ['key', 'outfile'],
  HeadBucket: [],
  HeadObject: ['key'],
  ListObjects: [],
  ListObjectsV2: [],
  PutObject: ['key', 'body'],
};

/** Options that only some operations have. */
const ONLY: Readonly<Record<string, RegExp>> = {
  '--acl': /^(Put|Copy|CreateM)/,
  '--server-side-encryption': /^(Put|Copy|CreateM)/,
  '--ssekms-key-id': /^(Put|Copy|CreateM)/,
  '--storage-class': /^(Put|Copy|CreateM)/,
  '--request-payer': /^(?!HeadBucket)/,
  '--prefix': /^List/,
  '--delimiter': /^List/,
  '--max-keys': /^List/,
};

/** Recipes whose request the catalogue can describe in general only: what the policy at hand wants is known here alone. */
const WORKED_OUT = new Set(['meetCondition', 'expectActualOwner']);

/** The request as it should be sent, as a command; none where it takes more than a header or parameter (a network, a second factor). */
export function requestCommand(
  { fix }: CauseDefinition,
  { context }: Drafts,
  touched: readonly string[],
  { operation = '', evidence }: Situation,
): readonly Snippet[] {
  const needs = COMMANDS[operation];
  const { bucket, key = 'KEY' } = evidence.request;
  const options = Object.entries(withAlgorithm(context)).map(([name, value]) =>
    optionOf(name, value, operation),
  );
  const expressible = options.every((option) => option !== undefined);
  if (needs === undefined || bucket === undefined || !expressible) return [];
  if (!WORKED_OUT.has(fix.recipe ?? '') || !touched.includes(CONTEXT_KEY)) return [];
  const source = evidence.request.headers['x-amz-copy-source']?.[0] ?? 'SOURCE_BUCKET/SOURCE_KEY';
  const words = [
    `aws s3api ${kebab(operation)} --bucket ${quote(bucket)}`,
    ...(needs.includes('key') ? [`--key ${quote(key)}`] : []),
    ...(needs.includes('source') ? [`--copy-source ${quote(source)}`] : []),
    ...(needs.includes('body') ? ['--body FILE'] : []),
    ...options.filter((option) => option !== ''),
    ...(needs.includes('outfile') ? ['FILE'] : []),
  ];
  return [{ format: 'cli', text: words.join(' ') }];
}

/** A key is taken only beside the algorithm that uses one. */
function withAlgorithm(context: Drafts['context']): Drafts['context'] {
  const names = Object.keys(context).map((name) => name.toLowerCase().replace(/^s3:/, ''));
  const lacks =
    names.includes('x-amz-server-side-encryption-aws-kms-key-id') &&
    !names.includes('x-amz-server-side-encryption');
  return lacks ? { 'x-amz-server-side-encryption': 'aws:kms', ...context } : context;
}

/** Empty where the header is to be left out; undefined where no option sends it. */
function optionOf(name: string, value: unknown, operation: string): string | undefined {
  const option = OPTIONS[name.toLowerCase().replace(/^s3:/, '')];
  if (option === undefined || ONLY[option]?.test(operation) === false) return undefined;
  if (value === null) return '';
  return typeof value === 'string' ? `${option} ${quote(value)}` : undefined;
}

function kebab(operation: string): string {
  return operation.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
