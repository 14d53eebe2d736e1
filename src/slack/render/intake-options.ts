import type { types } from '@slack/bolt';
import { OPERATIONS } from '../../s3/index.js';
import { fit, SLACK_LIMITS } from '../limits.js';

type Option = types.PlainTextOption;

export interface OptionGroup {
  readonly label: types.PlainTextElement;
  readonly options: Option[];
}

const GROUPS = {
  read: 'Read objects',
  write: 'Write objects',
  list: 'List',
  delete: 'Delete',
  configure: 'Settings of bucket or object',
} as const;

type GroupName = keyof typeof GROUPS;

const NETWORKS = {
  internet: 'Over the internet',
  vpc_endpoint: 'Through a VPC endpoint',
  unsure: 'Not sure',
} as const;

export const NETWORK_OPTIONS: readonly Option[] = Object.entries(NETWORKS).map(([value, label]) =>
  option(value, label),
);

/** S3's operations by kind, at most 100 a group. An operation that the table lacks gets a group of its own, so that it can be chosen. */
export function operationGroups(chosen: string | undefined): OptionGroup[] {
  const known = groupNames().flatMap((kind) => group(GROUPS[kind], namesOf(kind)));
  const isKnown =
    chosen === undefined || chosen === '' || OPERATIONS.some((operation) => operation.name === chosen);
  return isKnown || chosen.length > SLACK_LIMITS.optionValue
    ? known
    : [...group('From your text', [chosen]), ...known];
}

function groupNames(): GroupName[] {
  return ['read', 'write', 'list', 'delete', 'configure'];
}

function namesOf(kind: GroupName): readonly string[] {
  return OPERATIONS.filter((operation) => operation.kind === kind).map((operation) => operation.name);
}

function group(label: string, names: readonly string[]): OptionGroup[] {
  const options = names.slice(0, SLACK_LIMITS.options).map((name) => option(name, name));
  return options.length === 0 ? [] : [{ label: plain(fit('optionGroupLabel', label)), options }];
}

function option(value: string, label: string): Option {
  return { value, text: plain(fit('optionText', label)) };
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', emoji: false, text };
}
