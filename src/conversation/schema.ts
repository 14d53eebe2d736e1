import { z } from 'zod';
import type { Snapshot } from '../evidence/snapshot.js';
import { SNIPPET_FORMATS } from '../diagnosis/types.js';
import { COLLECTION_FAILURES, NETWORKS, PHASES, type Investigation } from './investigation.js';
import { WITHDRAWALS } from './store.js';

/**
 * What is read back from a store. Fields that a newer release may have added are kept, so that two releases can run side by side.
 * What an audit read was checked when it was read, and is trusted here by its version.
 */
const text = z.string();
const optionalText = text.exactOptional();
const snapshot = z.custom<Snapshot>(
  (value) => typeof value === 'object' && value !== null && 'version' in value && value.version === 1,
);
const summary = z.looseObject({
  decision: z.enum(['allowed', 'denied', 'undetermined']),
  confirmed: z.array(text),
});

const details = z.looseObject({
  errorText: optionalText,
  bucket: optionalText,
  key: optionalText,
  accessPointArn: optionalText,
  versionId: optionalText,
  via: z.enum(['presigned', 'website']).exactOptional(),
  region: optionalText,
  principal: optionalText,
  operation: optionalText,
  network: z.enum(NETWORKS).exactOptional(),
  flow: optionalText,
  audit: z.boolean(),
});

const place = z.looseObject({
  channel: text,
  thread: optionalText,
  message: optionalText,
  permalink: optionalText,
  direct: z.boolean(),
  twin: z.literal('possible').exactOptional(),
  attached: z.array(z.looseObject({ digest: text, file: optionalText })).exactOptional(),
});

const owner = z.looseObject({ surface: z.enum(['slack', 'teams']), workspace: text, userId: text });

const call = z.looseObject({
  account: text,
  roleArn: text,
  call: text,
  outcome: z.enum(['ok', 'denied', 'failed', 'timeout']),
});

export const investigationSchema: z.ZodType<Investigation> = z.looseObject({
  schema: z.literal(1),
  id: text,
  createdAt: text,
  owner,
  place,
  details,
  phase: z.enum(PHASES),
  flowId: text,
  flowBy: z.literal('person').exactOptional(),
  flowFingerprint: text,
  carriedOver: z.looseObject({ dropped: z.number().int() }).exactOptional(),
  machine: z.looseObject({ value: text, context: z.unknown() }),
  answers: z.record(text, text),
  answerValues: z.record(text, z.looseObject({ option: text, text })).exactOptional(),
  aside: z
    .looseObject({
      answers: z.record(text, text),
      values: z.record(text, z.looseObject({ option: text, text })).exactOptional(),
    })
    .exactOptional(),
  further: z.looseObject({ beyond: z.array(text), answered: z.number().int() }).exactOptional(),
  changing: optionalText,
  snapshot: snapshot.exactOptional(),
  calls: z.array(call).exactOptional(),
  audit: z.number().int(),
  collectionFailure: z.enum(COLLECTION_FAILURES).exactOptional(),
  recheck: z.looseObject({ before: summary, after: summary.exactOptional() }).exactOptional(),
  expanded: z.enum(['how_to', 'checks']).exactOptional(),
  format: z.enum(SNIPPET_FORMATS).exactOptional(),
  support: z
    .looseObject({
      fingerprint: text,
      state: z.enum(['posting', 'posted', 'failed']),
      permalink: optionalText,
      message: optionalText,
    })
    .exactOptional(),
  feedback: z.enum(['solved', 'unsolved']).exactOptional(),
  unreachable: optionalText,
});

const rich = z.array(
  z.union([
    text,
    z.object({ kind: z.enum(['bold', 'code']), text }),
    z.object({ kind: z.literal('link'), text, url: text }),
    z.object({ kind: z.literal('user'), userId: text }),
    z.object({ kind: z.literal('date'), iso: text, text }),
  ]),
);

const deedSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('show') }),
  z.looseObject({ kind: z.literal('collect'), audit: z.number().int() }),
  z.looseObject({ kind: z.literal('post_support'), fingerprint: text }),
  z.looseObject({ kind: z.literal('notify'), userId: text, text: rich }),
  z.looseObject({ kind: z.literal('post_note'), fingerprint: text, text }),
  z.looseObject({ kind: z.literal('post_share'), channel: text, userId: text }),
  z.looseObject({ kind: z.literal('post_record'), audit: z.number().int(), calls: z.array(call) }),
  z.looseObject({ kind: z.literal('withdraw'), owner, place, because: z.enum(WITHDRAWALS) }),
]);
export const effectSchema = z.intersection(deedSchema, z.looseObject({ trace: optionalText }));
