import { isAccessPointAlias } from '../s3/index.js';
import type { Evidence } from './types.js';

/**
 * A request may name an access point's alias where a bucket's name stands. Policies never do: they name the bucket behind it, and the
 * access point by its ARN (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html).
 */
export function withBucketBehind(evidence: Evidence): Evidence {
  const { request, snapshot } = evidence;
  if (request.bucket === undefined || !isAccessPointAlias(request.bucket)) return evidence;
  const bucket = snapshot.bucket?.name ?? request.bucket;
  const accessPointArn = request.accessPointArn ?? snapshot.accessPoint?.arn;
  return {
    ...evidence,
    request: {
      ...request,
      bucket,
      throughAccessPoint: true,
      ...(accessPointArn === undefined ? {} : { accessPointArn }),
    },
  };
}
