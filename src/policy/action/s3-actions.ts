/**
 * What S3's actions are about, and which operations people take for actions.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const OBJECT_ACTION =
  /^s3:(get|put|delete|restore|replicate|update)object|^s3:(abortmultipartupload|listmultipartuploadparts|bypassgovernanceretention|replicatedelete|replicatetags|objectowneroverridetobucketowner)$/;
const BUCKET_ACTION =
  /^s3:(list|get|put|delete|create)bucket|^s3:(get|put)(lifecycle|replication|encryption|accelerate|analytics|inventory|metrics|intelligenttiering)configuration$/;

const OPERATIONS: Readonly<Record<string, string>> = {
  's3:headobject': 's3:GetObject',
  's3:headbucket': 's3:ListBucket',
  's3:listobjects': 's3:ListBucket',
  's3:listobjectsv2': 's3:ListBucket',
  's3:listobjectversions': 's3:ListBucketVersions',
  's3:listmultipartuploads': 's3:ListBucketMultipartUploads',
  's3:listparts': 's3:ListMultipartUploadParts',
  's3:listbuckets': 's3:ListAllMyBuckets',
  's3:copyobject': 's3:PutObject',
  's3:uploadpart': 's3:PutObject',
  's3:uploadpartcopy': 's3:PutObject',
  's3:createmultipartupload': 's3:PutObject',
  's3:completemultipartupload': 's3:PutObject',
  's3:deleteobjects': 's3:DeleteObject',
  's3:selectobjectcontent': 's3:GetObject',
  's3:getbucketencryption': 's3:GetEncryptionConfiguration',
  's3:putbucketencryption': 's3:PutEncryptionConfiguration',
  's3:getbucketlifecycleconfiguration': 's3:GetLifecycleConfiguration',
  's3:putbucketlifecycleconfiguration': 's3:PutLifecycleConfiguration',
  's3:getbucketreplication': 's3:GetReplicationConfiguration',
  's3:putbucketreplication': 's3:PutReplicationConfiguration',
};

/** Whether an S3 action (any case, without wildcards) takes the ARN of an object or of a bucket; `null`: neither, or not S3. */
export function s3ResourceKind(action: string): 'object' | 'bucket' | null {
  const id = action.toLowerCase();
  if (OBJECT_ACTION.test(id)) return 'object';
  return BUCKET_ACTION.test(id) ? 'bucket' : null;
}

/** The action that an S3 operation needs, where a policy names the operation by mistake; `null`: it is no such mistake. */
export function actionOfOperation(action: string): string | null {
  return OPERATIONS[action.toLowerCase()] ?? null;
}
