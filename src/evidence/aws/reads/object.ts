import { accessControlListSchema, tagSetSchema } from './answer-schemas.js';
import { listObject, listObjectVersion } from './object-listing.js';
import { getObjectLegalHold, getObjectRetention } from './object-lock.js';
import { NO_OBJECT, OBJECT_SETTING, ownedObject, type ObjectRead } from './object-target.js';

const getObjectAcl: ObjectRead = {
  ...OBJECT_SETTING,
  call: 's3:GetObjectAcl',
  iamAction: 's3:GetObjectAcl',
  fields: ['object.acl'],
  words: 'object ACL and owner',
  purpose: "The object's ACL and the canonical id of its owner; never its contents.",
  absent: { codes: NO_OBJECT, value: { object: { acl: null } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const command = new sdk.GetObjectAclCommand(ownedObject(target));
    const acl = accessControlListSchema.parse(await client.send(command, options));
    return { object: { acl, ownerId: acl.Owner.ID } };
  },
};

const getObjectTagging: ObjectRead = {
  ...OBJECT_SETTING,
  call: 's3:GetObjectTagging',
  iamAction: 's3:GetObjectTagging',
  fields: ['object.tags'],
  words: "the object's tags",
  purpose: "The object's tags, for which policies may ask.",
  absent: { codes: NO_OBJECT, value: { object: { tags: {} } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetObjectTaggingCommand(ownedObject(target)), options);
    return { object: { tags: tagSetSchema.parse(answer.TagSet) } };
  },
};

/** Naming a version makes another permission of the same call: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html#API_GetObjectAcl_RequestSyntax */
const getObjectVersionAcl: ObjectRead = {
  ...getObjectAcl,
  iamAction: 's3:GetObjectVersionAcl',
  purpose: 'The same of the version that a request names.',
};

const getObjectVersionTagging: ObjectRead = {
  ...getObjectTagging,
  iamAction: 's3:GetObjectVersionTagging',
  purpose: 'The tags of the version that a request names.',
};

const CURRENT_READS = [listObject, getObjectAcl, getObjectTagging];
const VERSION_READS = [listObjectVersion, getObjectVersionAcl, getObjectVersionTagging];
const LOCK_READS = [getObjectRetention, getObjectLegalHold];

/** The rows that apply to an object, or to the version of it that a request names; read side by side with the bucket's settings. */
export function objectReadsFor(versionId: string | undefined): readonly ObjectRead[] {
  return [...(versionId === undefined ? CURRENT_READS : VERSION_READS), ...LOCK_READS];
}

export const OBJECT_READS: readonly ObjectRead[] = [...CURRENT_READS, ...VERSION_READS, ...LOCK_READS];
