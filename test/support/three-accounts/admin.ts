import { EC2Client } from '@aws-sdk/client-ec2';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import type { AccountAdmin } from '../moto-aws.js';
import { REGION } from './policies.js';

/** The administrator of one account of the estate. */
export interface Admin extends AccountAdmin {
  readonly organizations: OrganizationsClient;
  readonly s3Control: S3ControlClient;
  readonly ec2: EC2Client;
}

export function createAdmin(admin: AccountAdmin): Admin {
  const { endpoint, credentials } = admin;
  return {
    ...admin,
    organizations: new OrganizationsClient({ endpoint, region: 'us-east-1', credentials }),
    // Otherwise it would put the account id before the host.
    s3Control: new S3ControlClient({
      region: REGION,
      credentials,
      endpointProvider: () => ({ url: new URL(endpoint) }),
    }),
    ec2: new EC2Client({ endpoint, region: REGION, credentials }),
  };
}
