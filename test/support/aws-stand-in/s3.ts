import { accessDenied, isOpenToAll, xml, type WireAnswer } from '../moto-answers.js';
import { notFound, tagList, xmlAnswer, type Answerer, type Answers, type Asked } from './answer.js';
import type { StandInBucket } from './estate.js';
import { toXml, type XmlValue } from './xml.js';

type OfBucket = (bucket: StandInBucket, asked: Asked) => WireAnswer;

/** S3 shows a bucket to its owner only, and only as the owner it is asked for: enough for reads through an audit role. */
function aboutBucket(answer: OfBucket) {
  return (asked: Asked): WireAnswer => {
    const { call, own, account, estate } = asked;
    const bucket = own.buckets?.[call.bucket ?? ''];
    const exists = Object.values(estate.accounts).some(
      (one) => one.buckets?.[call.bucket ?? ''] !== undefined,
    );
    if (!exists) return notFound(asked, 'NoSuchBucket');
    const expected = call.expectedBucketOwner ?? account;
    return bucket === undefined || expected !== account ? accessDenied(call) : answer(bucket, asked);
  };
}

/** An answer with one element, or the error that says that nothing is configured. */
function configured<Value>(
  pick: (bucket: StandInBucket) => Value | undefined,
  body: (value: Value) => XmlValue,
  absent: string,
) {
  return aboutBucket((bucket, asked) => {
    const value = pick(bucket);
    return value === undefined ? notFound(asked, absent) : xmlAnswer(body(value));
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
export const S3_ANSWERS: Answers = {
  's3:GetBucketLocation': aboutBucket(({ region }) =>
    xml(
      200,
      `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${region}</LocationConstraint>`,
    ),
  ),
  's3:ListBuckets': ({ own, param }) =>
    xmlAnswer({
      ListAllMyBucketsResult: {
        Owner: { ID: own.canonicalId },
        Buckets: {
          Bucket: Object.entries(own.buckets ?? {})
            .filter(([name]) => name.startsWith(param('prefix')))
            .map(([Name, { region }]) => ({ Name, BucketRegion: region })),
        },
      },
    }),
  's3:GetBucketPolicy': aboutBucket(({ policy }, asked) =>
    policy === undefined
      ? notFound(asked, 'NoSuchBucketPolicy')
      : { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(policy) },
  ),
  's3:GetBucketPolicyStatus': configured(
    ({ policy }) => policy,
    (policy) => ({ PolicyStatus: { IsPublic: isOpenToAll(policy) } }),
    'NoSuchBucketPolicy',
  ),
  's3:GetPublicAccessBlock': configured(
    ({ publicAccessBlock }) => publicAccessBlock,
    (PublicAccessBlockConfiguration) => ({ PublicAccessBlockConfiguration }),
    'NoSuchPublicAccessBlockConfiguration',
  ),
  's3:GetBucketOwnershipControls': configured(
    ({ ownership }) => ownership,
    (ObjectOwnership) => ({ OwnershipControls: { Rule: [{ ObjectOwnership }] } }),
    'OwnershipControlsNotFoundError',
  ),
  's3:GetBucketAcl': aboutBucket((_, asked) => ownersAcl(asked)),
  's3:GetBucketRequestPayment': aboutBucket(({ payer }) =>
    xmlAnswer({ RequestPaymentConfiguration: { Payer: payer ?? 'BucketOwner' } }),
  ),
  's3:GetBucketEncryption': configured(
    ({ encryption }) => encryption,
    ({ algorithm, kmsKeyId, bucketKeyEnabled }) => ({
      ServerSideEncryptionConfiguration: {
        Rule: {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: kmsKeyId },
          BucketKeyEnabled: bucketKeyEnabled ?? false,
        },
      },
    }),
    'ServerSideEncryptionConfigurationNotFoundError',
  ),
  's3:ListObjectsV2': aboutBucket(({ objects = {} }, { own, param }) => {
    const found = Object.keys(objects).filter((key) => key.startsWith(param('prefix')));
    const Owner = { ID: own.canonicalId };
    const Contents = found.map((Key) => ({ Key, StorageClass: 'STANDARD', Owner }));
    return xmlAnswer({ ListBucketResult: { KeyCount: found.length, Contents } });
  }),
  's3:GetBucketVersioning': aboutBucket(({ versioning: Status }) =>
    xmlAnswer({ VersioningConfiguration: { Status } }),
  ),
  's3:GetObjectLockConfiguration': configured(
    ({ objectLock }) => objectLock,
    (DefaultRetention) => ({
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } },
    }),
    'ObjectLockConfigurationNotFoundError',
  ),
  's3:GetBucketWebsite': configured(
    ({ indexDocument }) => indexDocument,
    (Suffix) => ({ WebsiteConfiguration: { IndexDocument: { Suffix } } }),
    'NoSuchWebsiteConfiguration',
  ),
  's3:GetBucketTagging': configured(
    ({ tags }) => tags,
    (tags) => ({ Tagging: { TagSet: { Tag: tagList(tags) } } }),
    'NoSuchTagSet',
  ),
  's3:GetBucketAbac': aboutBucket(({ abac }) =>
    xmlAnswer({ AbacStatus: { Status: abac === true ? 'Enabled' : 'Disabled' } }),
  ),
  's3:ListObjectVersions': aboutBucket(({ objects = {} }, { own, param }) => {
    const found = Object.entries(objects).filter(([key]) => key.startsWith(param('prefix')));
    const Version = found.map(([Key, VersionId]) => ({
      Key,
      VersionId,
      StorageClass: 'STANDARD',
      Owner: { ID: own.canonicalId },
    }));
    return xmlAnswer({ ListVersionsResult: { IsTruncated: false, Version } });
  }),
  's3:GetObjectAcl': aboutObject(ownersAcl),
  's3:GetObjectTagging': aboutObject(() => xmlAnswer({ Tagging: { TagSet: {} } })),
  's3:GetObjectRetention': aboutObject((asked) => notFound(asked, 'NoSuchObjectLockConfiguration')),
  's3:GetObjectLegalHold': aboutObject((asked) => notFound(asked, 'NoSuchObjectLockConfiguration')),
};

function aboutObject(answer: Answerer): Answerer {
  return aboutBucket(({ objects = {} }, asked) =>
    asked.call.key !== undefined && asked.call.key in objects ? answer(asked) : notFound(asked, 'NoSuchKey'),
  );
}

/** The grantee's type is an attribute, which no other answer has. */
function ownersAcl({ own }: Asked): WireAnswer {
  const owner = toXml({ ID: own.canonicalId });
  const type = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"';
  const grant = `<Grant><Grantee ${type}>${owner}</Grantee><Permission>FULL_CONTROL</Permission></Grant>`;
  const list = `<AccessControlList>${grant}</AccessControlList>`;
  return xml(200, `<AccessControlPolicy><Owner>${owner}</Owner>${list}</AccessControlPolicy>`);
}
