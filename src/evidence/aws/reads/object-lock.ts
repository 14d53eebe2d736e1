import { legalHoldSchema, retentionSchema } from './answer-schemas.js';
import { NO_OBJECT, OBJECT_SETTING, ownedObject, type ObjectRead } from './object-target.js';

/**
 * S3 says NoSuchObjectLockConfiguration of an object that is under no lock, and InvalidRequest ("Bucket is missing Object Lock
 * Configuration") of every object in a bucket without Object Lock.
 */
const NO_LOCK = [...NO_OBJECT, 'NoSuchObjectLockConfiguration', 'InvalidRequest'];

export const getObjectRetention: ObjectRead = {
  ...OBJECT_SETTING,
  call: 's3:GetObjectRetention',
  iamAction: 's3:GetObjectRetention',
  fields: ['object.retention'],
  words: 'how long the object is retained',
  purpose: 'Until when Object Lock keeps the version from being deleted or changed.',
  absent: { codes: NO_LOCK, value: { object: { retention: null } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetObjectRetentionCommand(ownedObject(target)), options);
    return { object: { retention: retentionSchema.parse(answer.Retention) } };
  },
};

export const getObjectLegalHold: ObjectRead = {
  ...OBJECT_SETTING,
  call: 's3:GetObjectLegalHold',
  iamAction: 's3:GetObjectLegalHold',
  fields: ['object.legalHold'],
  words: 'whether the object is under legal hold',
  purpose: 'Whether a legal hold keeps the version from being deleted.',
  absent: { codes: NO_LOCK, value: { object: { legalHold: false } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetObjectLegalHoldCommand(ownedObject(target)), options);
    return { object: { legalHold: legalHoldSchema.parse(answer.LegalHold).Status === 'ON' } };
  },
};
