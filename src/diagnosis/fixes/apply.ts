import type { Evidence, Patch } from '../types.js';
import type { Snapshot } from '../../evidence/snapshot.js';
import { snapshotSchema } from '../../evidence/snapshot.js';
import { asList, isRecord } from '../json.js';

/** The evidence as it would be with the patches applied. Applying them twice changes nothing. */
export function applyPatches(evidence: Evidence, patches: readonly Patch[]): Evidence {
  return patches.reduce(applyPatch, evidence);
}

function applyPatch(evidence: Evidence, patch: Patch): Evidence {
  if (patch.target === 'request.context') return withContext(evidence, patch.document);
  const tree = structuredClone<unknown>(evidence.snapshot);
  if (!isRecord(tree)) return evidence;
  setPath(tree, patch);
  const parsed = snapshotSchema.safeParse(tree);
  return parsed.success ? { ...evidence, snapshot: parsed.data } : evidence;
}

/** Keys that are headers of the request (`x-amz-…`) become headers; the rest condition context keys, some of which a header makes. */
function withContext(evidence: Evidence, document: unknown): Evidence {
  const context: Record<string, readonly string[] | null> = { ...evidence.request.context };
  const headers: Record<string, readonly string[] | null> = { ...evidence.request.headers };
  for (const [key, value] of Object.entries(isRecord(document) ? document : {})) {
    const values =
      value === null
        ? null
        : asList(value).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    const header = /^(?:s3:)?(x-amz-.+)$/i.exec(key)?.[1]?.toLowerCase();
    if (header !== undefined) headers[header] = values;
    if (header !== key) context[key] = values;
  }
  return {
    ...evidence,
    request: { ...evidence.request, context, headers },
    snapshot: reached(evidence.snapshot, context),
  };
}

/** A request that now comes through another endpoint has that endpoint's policy, which nobody has read. */
function reached(snapshot: Snapshot, context: Evidence['request']['context']): Snapshot {
  const endpoint = context['aws:SourceVpce']?.[0];
  if (endpoint === undefined || snapshot.vpcEndpoint?.id === endpoint) return snapshot;
  return { ...snapshot, vpcEndpoint: { id: endpoint } };
}

function setPath(root: Record<string, unknown>, { target, name, level, document }: Patch): void {
  const parts = target.split('.');
  const last = parts.pop() ?? '';
  let node = root;
  for (const part of parts) {
    const child = node[part];
    const next = isRecord(child) ? child : {};
    node[part] = next;
    node = next;
  }
  // A policy among others that nobody has read does not make the others known.
  if (name !== undefined && level === undefined && node[last] === undefined) return;
  if (name === undefined) node[last] = document;
  else if (last === 'permissionsBoundary') node[last] = { name, document };
  else if (level === undefined) node[last] = put(node[last], name, document);
  else
    node[last] = levelsOf(node[last]).map((policies, index) =>
      index === level ? put(policies, name, document) : policies,
    );
}

function levelsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Replaces the policy of that name, or adds it. */
function put(list: unknown, name: string, document: unknown): readonly unknown[] {
  const policies = levelsOf(list);
  const at = policies.findIndex((policy) => isRecord(policy) && policy['name'] === name);
  return at < 0
    ? [...policies, { name, document }]
    : policies.map((policy, index) => (index === at ? { name, document } : policy));
}
