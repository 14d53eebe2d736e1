/** Operations by the names that people give them. */

import { CLI_COMMANDS, OPERATIONS, type CliDirection, type OperationRow } from './operation-table.js';
import { nearestName } from '../nearest.js';

export type OperationMatch =
  | { readonly outcome: 'found'; readonly operation: OperationRow }
  /** A command whose direction is not told (`aws s3 cp`): one of these. */
  | { readonly outcome: 'ambiguous'; readonly candidates: readonly OperationRow[] }
  | { readonly outcome: 'unknown'; readonly didYouMean?: string };

const BY_NAME = new Map(OPERATIONS.map((operation) => [fold(operation.name), operation]));
/** The action's own name, where it differs from the operation's: `s3:ListBucket` → ListObjectsV2. */
const BY_ACTION = actionIndex();
/** Names of SDK methods, IAM actions and old APIs that are no operation's name. */
const ALIASES: Readonly<Record<string, string>> = {
  getbucket: 'ListObjects',
  list: 'ListObjectsV2',
  read: 'GetObject',
  download: 'GetObject',
  downloadfile: 'GetObject',
  downloadfileobj: 'GetObject',
  upload: 'PutObject',
  uploadfile: 'PutObject',
  uploadfileobj: 'PutObject',
  write: 'PutObject',
  copy: 'CopyObject',
  delete: 'DeleteObject',
  deletemultipleobjects: 'DeleteObjects',
  initiatemultipartupload: 'CreateMultipartUpload',
  getobjectmetadata: 'HeadObject',
  listversions: 'ListObjectVersions',
  listallmybuckets: 'ListBuckets',
  getservice: 'ListBuckets',
  getbucketnotification: 'GetBucketNotificationConfiguration',
  putbucketnotification: 'PutBucketNotificationConfiguration',
};

/**
 * Finds an operation: `GetObject`, `getobject`, `get-object`, `get_object`, `GetObjectCommand`, `s3:GetObject`,
 * `aws s3api get-object …`, `aws s3 cp s3://b/k .`. A near miss comes back as `didYouMean`.
 */
export function findOperation(name: string): OperationMatch {
  const text = name.trim();
  const cli = /^(?:aws\s{1,8})?s3\s{1,8}([a-z]{2,8})\b(.*)$/is.exec(text);
  if (cli?.[1]) return findCliCommand(cli[1].toLowerCase(), cli[2] ?? '');
  const api = /^(?:aws\s{1,8})?s3(?:api|control)\s{1,8}([a-z0-9-]{2,64})/i.exec(text)?.[1];
  const wanted = fold((api ?? text).replace(/^(?:s3|s3express):/i, ''));
  const found =
    lookUp(wanted, text) ?? lookUp(wanted.replace(/(?:command|request|async|operation)$/, ''), text);
  if (found !== undefined) return { outcome: 'found', operation: found };
  if (isCliCommand(wanted)) return findCliCommand(wanted, '');
  const didYouMean = nearestName(
    wanted,
    OPERATIONS.map((operation) => operation.name),
  );
  return { outcome: 'unknown', ...(didYouMean === undefined ? {} : { didYouMean }) };
}

/** The operation of exactly this name, in AWS's spelling or any other case. */
export function operationNamed(name: string): OperationRow | undefined {
  return BY_NAME.get(fold(name));
}

function lookUp(wanted: string, text: string): OperationRow | undefined {
  if (/^s3(?:express)?:/i.test(text)) return BY_NAME.get(wanted) ?? BY_ACTION.get(wanted);
  const alias = Object.hasOwn(ALIASES, wanted) ? ALIASES[wanted] : undefined;
  return BY_NAME.get(wanted) ?? (alias === undefined ? BY_ACTION.get(wanted) : operationNamed(alias));
}

function findCliCommand(command: string, rest: string): OperationMatch {
  if (!isCliCommand(command)) {
    const near = nearestName(command, Object.keys(CLI_COMMANDS));
    return { outcome: 'unknown', ...(near === undefined ? {} : { didYouMean: `aws s3 ${near}` }) };
  }
  const row: Partial<Record<CliDirection, readonly string[]>> = CLI_COMMANDS[command];
  if (command === 'ls')
    return { outcome: 'found', operation: pick(listsABucket(rest) ? 'ListObjectsV2' : 'ListBuckets') };
  const direction = command !== 'sync' && /\s--recursive\b/.test(rest) ? undefined : cliDirection(rest);
  const names = (direction === undefined ? undefined : row[direction]) ?? row.any;
  if (/\s--recursive\b/.test(rest) && readsSource(rest))
    return { outcome: 'found', operation: pick('ListObjectsV2') };
  if (names?.[0] !== undefined) return { outcome: 'found', operation: pick(names[0]) };
  const candidates = Object.values(row).map((list) => pick(list[0] ?? ''));
  return { outcome: 'ambiguous', candidates };
}

/** Bare `aws s3 ls` may stand for the command as such, which is asked about a bucket nearly always. */
function listsABucket(rest: string): boolean {
  return rest.trim() === '' || operands(rest).length > 0;
}

/** With `--recursive` the source is listed first, if it is S3. */
function readsSource(rest: string): boolean {
  const [first] = operands(rest);
  return first !== undefined && /^s3:\/\//i.test(first);
}

/** Which way a `cp`, `mv` or `sync` goes, from its two operands. */
function cliDirection(rest: string): CliDirection | undefined {
  const [from, to] = operands(rest);
  if (from === undefined || to === undefined) return undefined;
  const source = /^s3:\/\//i.test(from);
  const target = /^s3:\/\//i.test(to);
  if (source && target) return 'copy';
  if (source) return 'download';
  return target ? 'upload' : undefined;
}

/** The words that are neither an option nor an option's value. */
function operands(rest: string): readonly string[] {
  const words = rest.split(/\s+/).filter((word) => word !== '');
  return words.filter((word, index) => !word.startsWith('--') && !WITH_VALUE.test(words[index - 1] ?? ''));
}

const WITH_VALUE =
  /^--(?:profile|region|endpoint-url|output|query|acl|sse|sse-kms-key-id|storage-class|include|exclude|page-size|request-payer)$/;

function pick(name: string): OperationRow {
  const operation = operationNamed(name);
  if (operation === undefined) throw new Error(`no operation ${name} in the table`);
  return operation;
}

function isCliCommand(name: string): name is keyof typeof CLI_COMMANDS {
  return Object.hasOwn(CLI_COMMANDS, name);
}

function actionIndex(): ReadonlyMap<string, OperationRow> {
  const index = new Map<string, OperationRow>();
  for (const operation of OPERATIONS) {
    const [main] = operation.needs;
    for (const action of [main?.iamAction, operation.versionAction]) {
      const key = fold((action ?? '').replace(/^[a-z0-9-]+:/, ''));
      if (key !== '' && !index.has(key)) index.set(key, operation);
    }
  }
  return index;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
