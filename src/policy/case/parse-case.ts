import { isAccountId } from '../arn.js';
import type { CompiledPolicySet } from '../compile.js';
import { isRecord, type JsonRecord, show } from '../document/json.js';
import { parsePrincipal } from '../principal/parse-principal.js';
import { didYouMean } from '../text/suggest.js';
import {
  type ContextValue,
  LAYERS,
  type LayerName,
  type NamedPolicy,
  type PolicyRequest,
  type PolicySet,
} from '../types.js';
import { CaseProblem, fail, readList, readRecord, readString } from './fields.js';

const CASE_FIELDS = ['name', 'request', 'policies', 'unknown'];
const REQUEST_FIELDS = ['principal', 'action', 'resource', 'resourceAccount', 'context', 'contextComplete'];
const POLICY_FIELDS = ['name', 'document'];
const SET_FIELDS = [...LAYERS, 'resourceGrant'];

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function checkContextValue(value: unknown, path: string): void {
  if (value === null) return;
  if (!Array.isArray(value)) {
    fail(path, `must be a string, number, boolean, a list of these, or null, not ${show(value)}`);
  }
  readList(value, path, (item, itemPath) =>
    isScalar(item) ? item : fail(itemPath, `must be a string, number or boolean, not ${show(item)}`),
  );
}

function checkContext(record: JsonRecord): asserts record is Readonly<Record<string, ContextValue>> {
  for (const key of Object.keys(record)) {
    if (!isScalar(record[key])) checkContextValue(record[key], `request.context[${JSON.stringify(key)}]`);
  }
}

function readContext(value: unknown): Readonly<Record<string, ContextValue>> {
  if (value === undefined) return {};
  if (!isRecord(value))
    return fail('request.context', `must be an object of context keys, not ${show(value)}`);
  checkContext(value);
  return value;
}

function readPrincipal(value: unknown): string {
  const example = '"arn:aws:iam::111122223333:user/Jane"';
  const text = readString(value, 'request.principal', example);
  if (parsePrincipal(text).kind !== 'unrecognized') return text;
  return fail(
    'request.principal',
    `${show(text)} is no principal; write the ARN of a user, role, session or account root, a service principal, or "anonymous"`,
  );
}

function readAction(value: unknown): string {
  const text = readString(value, 'request.action', '"s3:GetObject"');
  return /^[^\s:*?]+:[^\s:*?]+$/.test(text)
    ? text
    : fail('request.action', `must be one action such as "s3:GetObject", not ${show(text)}`);
}

function readAccount(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && isAccountId(value)) return value;
  return fail('request.resourceAccount', `must be a 12-digit account id in quotes, not ${show(value)}`);
}

function readBoolean(value: unknown, path: string): boolean {
  if (value === undefined) return false;
  return typeof value === 'boolean' ? value : fail(path, `must be true or false, not ${show(value)}`);
}

function readRequest(value: unknown): PolicyRequest {
  if (value === undefined) return fail('request', 'is missing; it needs principal, action and resource');
  const record = readRecord(value, 'request', REQUEST_FIELDS);
  return {
    principal: readPrincipal(record.principal),
    action: readAction(record.action),
    resource: readString(record.resource, 'request.resource', '"arn:aws:s3:::amzn-s3-demo-bucket/key"'),
    resourceAccount: readAccount(record.resourceAccount),
    context: readContext(record.context),
    contextComplete: readBoolean(record.contextComplete, 'request.contextComplete'),
  };
}

function readPolicy(value: unknown, path: string): NamedPolicy {
  const record = readRecord(value, path, POLICY_FIELDS);
  if (record.document === undefined) return fail(`${path}.document`, 'is missing; it is the policy document');
  return { name: readString(record.name, `${path}.name`, '"AllowRead"'), document: record.document };
}

function readPolicyOrNull(value: unknown, path: string): NamedPolicy | null {
  return value === undefined || value === null ? null : readPolicy(value, path);
}

function readPolicies(value: unknown, path: string): NamedPolicy[] {
  return value === undefined ? [] : readList(value, path, readPolicy);
}

function readLevels(value: unknown, path: string): NamedPolicy[][] {
  return value === undefined ? [] : readList(value, path, readPolicies);
}

function readAccessPoint(value: unknown): PolicySet['accessPoint'] {
  if (value === undefined || value === null) return undefined;
  const record = readRecord(value, 'policies.accessPoint', ['policy', 'resource']);
  const example = '"arn:aws:s3:eu-west-1:111122223333:accesspoint/my-ap/object/key"';
  const resource = readString(record.resource, 'policies.accessPoint.resource', example);
  return { policy: readPolicyOrNull(record.policy, 'policies.accessPoint.policy'), resource };
}

function readGrant(value: unknown): PolicySet['resourceGrant'] {
  if (value === undefined) return undefined;
  if (value === 'yes' || value === 'no' || value === 'unknown') return value;
  return fail('policies.resourceGrant', `must be "yes", "no" or "unknown", not ${show(value)}`);
}

/** Reads `policies`; throws what is wrong with it, which `readCaseWith` tells. */
export function readPolicySet(value: unknown): PolicySet {
  if (value === undefined) return fail('policies', 'is missing; {} means that there are none');
  const record = readRecord(value, 'policies', SET_FIELDS);
  return {
    identity: readPolicies(record.identity, 'policies.identity'),
    permissionsBoundary: readPolicyOrNull(record.permissionsBoundary, 'policies.permissionsBoundary'),
    session: readPolicies(record.session, 'policies.session'),
    resource: readPolicyOrNull(record.resource, 'policies.resource'),
    accessPoint: readAccessPoint(record.accessPoint),
    vpcEndpoint: readPolicyOrNull(record.vpcEndpoint, 'policies.vpcEndpoint'),
    serviceControl: readLevels(record.serviceControl, 'policies.serviceControl'),
    resourceControl: readLevels(record.resourceControl, 'policies.resourceControl'),
    resourceGrant: readGrant(record.resourceGrant),
  };
}

function readLayer(value: unknown, path: string): LayerName {
  const layer = LAYERS.find((name) => name === value);
  if (layer !== undefined) return layer;
  const hint = typeof value === 'string' ? didYouMean(value, LAYERS) : '';
  return fail(path, `must be one of ${LAYERS.join(', ')}, not ${show(value)}${hint}`);
}

/** A case, its policies in whatever form their reader gives them. */
interface CaseWith<Policies> {
  readonly name: string | undefined;
  readonly request: PolicyRequest;
  readonly policies: Policies;
  readonly unknown: readonly LayerName[] | undefined;
}

type CaseParseWith<Policies> =
  | { readonly outcome: 'case'; readonly case: CaseWith<Policies> }
  | { readonly outcome: 'problem'; readonly problem: string };

function readCase<Policies>(value: unknown, readSet: (value: unknown) => Policies): CaseWith<Policies> {
  const record = readRecord(value, 'case', CASE_FIELDS);
  if (record.name !== undefined && typeof record.name !== 'string') {
    return fail('name', `must be a string, not ${show(record.name)}`);
  }
  return {
    name: record.name,
    request: readRequest(record.request),
    policies: readSet(record.policies),
    unknown: record.unknown === undefined ? undefined : readList(record.unknown, 'unknown', readLayer),
  };
}

export type CaseParse = CaseParseWith<PolicySet>;
export type CompiledCaseParse = CaseParseWith<CompiledPolicySet>;

/** Reads a case whose `policies` are read, or found, by `readSet`. Throws nothing but what that throws itself. */
export function readCaseWith<Policies>(
  value: unknown,
  readSet: (value: unknown) => Policies,
): CaseParseWith<Policies> {
  try {
    return { outcome: 'case', case: readCase(value, readSet) };
  } catch (error) {
    if (error instanceof CaseProblem) return { outcome: 'problem', problem: error.message };
    throw error;
  }
}

/**
 * Reads one simulation case (a line of `s3denied simulate`). Strict: unknown fields are refused, and the problem is one
 * line that names the field and what would be right. What is left out of `policies` is none. Never throws.
 */
export function parseSimulationCase(value: unknown): CaseParse {
  return readCaseWith(value, readPolicySet);
}
