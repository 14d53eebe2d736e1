import { type Snapshot, snapshotSchema } from '../snapshot.js';
import type { Rewriter } from './rewriter.js';
import { rewriteDocument } from './walk-policy.js';
import { FIXED_FIELDS, FIXED_PARAMETERS } from './vocabulary.js';

/** The same snapshot with its texts rewritten. A field that nobody has thought of holds names. */
export function rewriteSnapshot(snapshot: Snapshot, rewriter: Rewriter): Snapshot {
  return snapshotSchema.parse(rewriteFields(snapshot, rewriter));
}

function rewriteFields(record: object, rewriter: Rewriter): Record<string, unknown> {
  const fields: [string, unknown][] = Object.entries(record);
  return Object.fromEntries(
    fields
      // Free text that a client makes up, and that no detector needs.
      .filter(([field]) => field !== 'userAgent')
      .map(([field, value]) => [field, rewriteField(field, value, rewriter)]),
  );
}

function rewriteField(field: string, value: unknown, rewriter: Rewriter): unknown {
  if (FIXED_FIELDS.has(field)) return value;
  switch (field) {
    case 'policy':
    case 'document':
      return rewriteDocument(value, rewriter);
    case 'tags':
    case 'EncryptionContextSubset':
    case 'EncryptionContextEquals':
      return rewriteNames(value, rewriter);
    case 'requestParameters':
      return rewriteParameters(value, rewriter);
    default:
      return rewriteValue(field, value, rewriter);
  }
}

function rewriteValue(field: string, value: unknown, rewriter: Rewriter): unknown {
  if (typeof value === 'string') return rewriteText(field, value, rewriter);
  if (Array.isArray(value)) return value.map((item: unknown) => rewriteValue(field, item, rewriter));
  return typeof value === 'object' && value !== null ? rewriteFields(value, rewriter) : value;
}

function rewriteText(field: string, text: string, rewriter: Rewriter): string {
  switch (field) {
    case 'errorMessage':
    case 'reason':
      return rewriter.prose(text);
    case 'sourceIp':
      return rewriter.address(text) ?? rewriter.name(text);
    default:
      return rewriter.name(text);
  }
}

/** Tags and encryption contexts: the names are names, too. */
function rewriteNames(value: unknown, rewriter: Rewriter): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const fields: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    fields.map(([name, inner]) => [
      rewriter.name(name),
      typeof inner === 'string' ? rewriter.name(inner) : inner,
    ]),
  );
}

function rewriteParameters(value: unknown, rewriter: Rewriter): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const fields: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    fields.map(([name, inner]) => [
      name,
      typeof inner === 'string' && !FIXED_PARAMETERS.test(name) ? rewriter.name(inner) : inner,
    ]),
  );
}
