import type { PolicySet } from '../policy/types.js';
import { headerState } from '../s3/index.js';
import type { Situation } from './situation.js';

const TAG_KEY =
  /(aws:PrincipalTag|aws:ResourceTag|s3:BucketTag|s3:ExistingObjectTag|s3:RequestObjectTag)\/([^"'\\},\s]+)/gi;

/**
 * The tag keys that the policies ask about and that the request is known not to have: where a set of tags was read, what is not in it is
 * absent, which no list of what *is* there can say.
 */
export function absentTags(situation: Situation, policies: PolicySet): Readonly<Record<string, null>> {
  const known = new Set(Object.keys(situation.context).map((key) => key.toLowerCase()));
  const read = readFamilies(situation);
  if (read.size === 0) return {};
  const asked = documentsOf(policies).flatMap((document) => tagKeysIn(document));
  return Object.fromEntries(
    asked
      .filter(({ family, key }) => read.has(family) && !known.has(key.toLowerCase()))
      .map(({ key }) => [key, null]),
  );
}

/** The kinds of tags of which all are known. A session may carry tags beside its role's: its own are not known. */
function readFamilies({ evidence, principal }: Situation): ReadonlySet<string> {
  const { caller, bucket, object } = evidence.snapshot;
  const families = new Set<string>();
  if (principal?.kind === 'user' && caller?.tags !== undefined) families.add('aws:principaltag');
  if (object?.tags !== undefined) families.add('s3:existingobjecttag');
  if (headerState(evidence.request, 'x-amz-tagging').state !== 'unknown') families.add('s3:requestobjecttag');
  // Without attribute-based access control S3 fills in neither of the two.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html
  if (bucket?.abacEnabled === false || (bucket?.abacEnabled === true && bucket.tags !== undefined))
    families.add('aws:resourcetag').add('s3:buckettag');
  return families;
}

interface TagKey {
  readonly family: string;
  readonly key: string;
}

// A policy read once is simulated many times: for every permission, and again with every fix.
const keysOf = new WeakMap<object, readonly TagKey[]>();

function tagKeysIn(document: unknown): readonly TagKey[] {
  if (typeof document !== 'object' || document === null) return [];
  const found = keysOf.get(document) ?? findTagKeys(document);
  keysOf.set(document, found);
  return found;
}

function findTagKeys(document: object): readonly TagKey[] {
  return [...JSON.stringify(document).matchAll(TAG_KEY)].map(([key, family = '']) => ({
    family: family.toLowerCase(),
    key,
  }));
}

function documentsOf(set: PolicySet): readonly unknown[] {
  const single = [set.permissionsBoundary, set.resource, set.accessPoint?.policy, set.vpcEndpoint];
  const lists = [set.identity, set.session, ...set.serviceControl, ...set.resourceControl];
  return [...single, ...lists.flat()].map((policy) => policy?.document);
}
