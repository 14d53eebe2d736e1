import { headerValue } from '../s3/index.js';
import type { RequestFacts } from '../s3/types.js';

/** What a copy reads. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
}

/**
 * The source in `x-amz-copy-source`: `/bucket/key?versionId=…`, percent-encoded; undefined where it was not told or goes through an
 * access point. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export function copySource(request: RequestFacts): CopySource | undefined {
  const path = decode(headerValue(request, 'x-amz-copy-source')?.split('?')[0] ?? '').replace(/^\//, '');
  const slash = path.indexOf('/');
  if (slash < 1 || path.startsWith('arn:')) return undefined;
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
