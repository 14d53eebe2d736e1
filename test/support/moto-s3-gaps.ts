import { errorAnswer, xml, type WireAnswer } from './moto-answers.js';
import type { WireCall } from './moto-calls.js';

/** What moto 5.2.1 leaves out of S3: the ABAC status of a bucket, and what is said of objects that are under no lock. */
export interface S3Gaps {
  /** Nothing: moto knows better. */
  answer(call: WireCall, forward: () => Promise<WireAnswer>): Promise<WireAnswer | undefined>;
}

export function createS3Gaps(motoUrl: string): S3Gaps {
  const stored = new Map<string, string>();
  const hasObjectLock = async (call: WireCall) => (await askAsCaller(motoUrl, call, 'object-lock')) === 200;
  return {
    answer: async (call, forward) => {
      const subject = `${call.bucket}/${call.key ?? ''} ${call.params.get('versionId') ?? ''}`;
      switch (call.call) {
        case 's3:PUT abac':
        case 's3:PUT retention':
          stored.set(`${subject} ${call.call.slice(7)}`, call.body.replace(/^<\?xml.*?\?>/, ''));
          return xml(200, '');
        case 's3:GetBucketAbac':
          return xml(
            200,
            stored.get(`${subject} abac`) ?? '<AbacStatus><Status>Disabled</Status></AbacStatus>',
          );
        case 's3:GetObjectRetention': {
          // To moto this is GetObject: that it would answer tells whether there is an object.
          const object = await forward();
          const retention = stored.get(`${subject} retention`);
          if (object.status !== 200) return object;
          return retention === undefined ? noLock(call, await hasObjectLock(call)) : xml(200, retention);
        }
        case 's3:GetObjectLegalHold': {
          const answer = await forward();
          const isSet = answer.status !== 200 || /<Status>(ON|OFF)</.test(answer.body);
          return isSet ? answer : noLock(call, await hasObjectLock(call));
        }
        default:
          return undefined;
      }
    },
  };
}

/** As S3 answers: one code for an object without a lock, another where the bucket has no Object Lock. */
function noLock(call: WireCall, bucketHasObjectLock: boolean): WireAnswer {
  return bucketHasObjectLock
    ? errorAnswer(
        call,
        404,
        'NoSuchObjectLockConfiguration',
        'The specified object does not have a ObjectLock configuration',
      )
    : errorAnswer(call, 400, 'InvalidRequest', 'Bucket is missing Object Lock Configuration');
}

async function askAsCaller(motoUrl: string, call: WireCall, subresource: string): Promise<number> {
  const scope = `${call.accessKeyId}/20260101/${call.region}/s3/aws4_request`;
  const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${scope}` };
  return (await fetch(`${motoUrl}/${call.bucket}?${subresource}`, { headers })).status;
}
