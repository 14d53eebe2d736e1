import { z } from 'zod';
import { parsePolicy } from '../policy-document.js';
import type { Read } from '../read.js';

interface EndpointTarget {
  readonly endpointId: string;
  readonly region: string;
}

export interface VpcEndpoint {
  readonly id: string;
  /** `null`: a kind of endpoint that takes no policy. */
  readonly policy: unknown;
}

/** `null`: the account has no such endpoint in this region. */
export const describeVpcEndpoint: Read<EndpointTarget, VpcEndpoint | null> = {
  call: 'ec2:DescribeVpcEndpoints',
  iamAction: 'ec2:DescribeVpcEndpoints',
  duty: 'network',
  scope: 'everything',
  fields: ['vpcEndpoint.policy'],
  words: "the VPC endpoint's policy",
  purpose: 'The policy of the VPC endpoint through which the request came.',
  absent: { codes: ['InvalidVpcEndpointId.NotFound'], value: null },
  run: async (clients, { endpointId, region }, options) => {
    const { client, sdk } = await clients.ec2(region);
    const command = new sdk.DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpointId] });
    const [found] = z.array(endpointSchema).parse((await client.send(command, options)).VpcEndpoints);
    if (found === undefined) return null;
    const text = found.PolicyDocument;
    return { id: found.VpcEndpointId, policy: text === undefined ? null : parsePolicy(text) };
  },
};

const endpointSchema = z.object({ VpcEndpointId: z.string(), PolicyDocument: z.string().optional() });
