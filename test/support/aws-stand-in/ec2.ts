import { notFound, xmlAnswer, type Answers } from './answer.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html */
export const EC2_ANSWERS: Answers = {
  'ec2:DescribeVpcEndpoints': (asked) => {
    const vpcEndpointId = asked.param('VpcEndpointId.1');
    const policy = asked.own.vpcEndpoints?.[vpcEndpointId];
    if (policy === undefined) return notFound(asked, 'InvalidVpcEndpointId.NotFound', 400);
    const item = { vpcEndpointId, policyDocument: JSON.stringify(policy) };
    return xmlAnswer({ DescribeVpcEndpointsResponse: { vpcEndpointSet: { item: [item] } } });
  },
};
