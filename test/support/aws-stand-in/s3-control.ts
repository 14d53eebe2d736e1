import { notFound, xmlAnswer, type Answers, type Asked } from './answer.js';
import type { StandInAccessPoint } from './estate.js';
import type { XmlValue } from './xml.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html */
export const S3_CONTROL_ANSWERS: Answers = {
  's3control:GetPublicAccessBlock': (asked) => {
    const { publicAccessBlock } = asked.own;
    return publicAccessBlock === undefined
      ? notFound(asked, 'NoSuchPublicAccessBlockConfiguration')
      : xmlAnswer({ PublicAccessBlockConfiguration: publicAccessBlock });
  },
  's3control:GetAccessPoint': (asked) => {
    const point = pointOf(asked);
    if (point === undefined) return notFound(asked, 'NoSuchAccessPoint');
    return xmlAnswer({ GetAccessPointResult: described(asked.param('name'), point) });
  },
  's3control:GetAccessPointPolicy': (asked) => {
    const point = pointOf(asked);
    if (point === undefined) return notFound(asked, 'NoSuchAccessPoint');
    return point.policy === undefined
      ? notFound(asked, 'NoSuchAccessPointPolicy')
      : xmlAnswer({ GetAccessPointPolicyResult: { Policy: JSON.stringify(point.policy) } });
  },
  's3control:ListAccessPoints': ({ own, account }) => {
    const AccessPoint = Object.entries(own.accessPoints ?? {}).map(([name, point]) => ({
      ...described(name, point),
      AccessPointArn: `arn:aws:s3:${point.region}:${account}:accesspoint/${name}`,
    }));
    return xmlAnswer({ ListAccessPointsResult: { AccessPointList: { AccessPoint } } });
  },
};

function pointOf({ own, param }: Asked): StandInAccessPoint | undefined {
  return own.accessPoints?.[param('name')];
}

function described(Name: string, point: StandInAccessPoint): Readonly<Record<string, XmlValue>> {
  return {
    Name,
    Alias: point.alias,
    Bucket: point.bucket,
    BucketAccountId: point.bucketAccount,
    NetworkOrigin: point.vpcId === undefined ? 'Internet' : 'VPC',
    VpcConfiguration: point.vpcId === undefined ? undefined : { VpcId: point.vpcId },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  };
}
