/** Tells its cause by itself. */
export const DENIED =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/a.txt" because no identity-based policy allows the s3:GetObject action';

/** Nothing is known but the request, so that questions follow. */
export const THIN = 'GetObject s3://amzn-s3-demo-bucket/a.txt';
