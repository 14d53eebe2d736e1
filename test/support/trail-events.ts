import { json, type WireAnswer } from './moto-answers.js';

/** Records in CloudTrail's shapes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html */

export const REQUEST_ID = '3WQ8G7H1K2M4N6P8';

/** A denied GetObject of a role's session, through a VPC endpoint. */
export function deniedRecord(more: object = {}): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:session-1',
      arn: 'arn:aws:sts::111122223333:assumed-role/app-role/session-1',
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLE',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: 'arn:aws:iam::111122223333:role/service/app-role',
          accountId: '111122223333',
        },
        attributes: { creationDate: '2026-11-21T11:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: '2026-11-21T12:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '10.0.0.7',
    userAgent: '[aws-cli/2.31.0]',
    errorCode: 'AccessDenied',
    errorMessage: 'User: … is not authorized to perform: s3:GetObject',
    requestParameters: {
      bucketName: 'amzn-s3-demo-bucket',
      Host: 'amzn-s3-demo-bucket.s3.eu-west-1.amazonaws.com',
      key: 'reports/q1.csv',
    },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 0,
      AuthenticationMethod: 'AuthHeader',
    },
    requestID: REQUEST_ID,
    eventID: '5ce4a1a5-0d8b-4a3f-9b10-6e5a1c2d3e4f',
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: '444455556666',
    vpcEndpointId: 'vpce-0a1b2c3d4e5f67890',
    vpcEndpointAccountId: '111122223333',
    eventCategory: 'Data',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' },
    ...more,
  };
}

/** CloudWatch Logs' answer. */
export function logged(...records: readonly unknown[]): WireAnswer {
  return json(200, { events: records.map((record) => ({ message: JSON.stringify(record), timestamp: 1 })) });
}

/** Somebody assumes `app-role` as `session-1`. */
export function signInRecord(parameters: object = {}, more: object = {}): Record<string, unknown> {
  return {
    eventVersion: '1.08',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/Jane', accountId: '111122223333' },
    eventTime: '2026-11-21T11:00:00Z',
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    requestParameters: {
      roleArn: 'arn:aws:iam::111122223333:role/service/app-role',
      roleSessionName: 'session-1',
      durationSeconds: 3600,
      ...parameters,
    },
    responseElements: {
      assumedRoleUser: { arn: 'arn:aws:sts::111122223333:assumed-role/app-role/session-1' },
    },
    ...more,
  };
}

/** CloudTrail's answer, the newest event first. */
export function lookedUp(...records: readonly object[]): WireAnswer {
  return json(200, { Events: records.map((record) => ({ CloudTrailEvent: JSON.stringify(record) })) });
}
