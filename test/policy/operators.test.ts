import { describe, expect, test } from '@jest/globals';
import { compilePolicies, evaluateRequest } from '../../src/policy/index.js';
import { loadCases } from './support/load-cases.js';
import { operatorTable } from './support/schemas.js';

const table = loadCases('operators.json', operatorTable);

function matchOf(operator: string, key: string, values: readonly unknown[], has: object): string {
  const statement = {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: '*',
    Condition: { [operator]: { [key]: values } },
  };
  const document = { Version: '2012-10-17', Statement: [statement] };
  const policies = compilePolicies({
    identity: [{ name: 'identity', document }],
    permissionsBoundary: null,
    session: [],
    resource: null,
    vpcEndpoint: null,
    serviceControl: [],
    resourceControl: [],
  });
  const request = {
    principal: 'arn:aws:iam::111122223333:user/Jane',
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket',
    resourceAccount: '111122223333',
    context: { 'aws:PrincipalTag/team': null, 'aws:MultiFactorAuthAge': 10, ...has },
    contextComplete: false,
  };
  return evaluateRequest(request, policies).layers[0]?.statements[0]?.match ?? 'none';
}

for (const group of table.groups) {
  describe(`${group.about} (${group.source})`, () => {
    test.each(
      group.cases.map(
        (one) =>
          [`${one.operator} ${one.values.join(' | ')}: ${one.note} ${JSON.stringify(one.has)}`, one] as const,
      ),
    )('%s', (_name, one) => {
      const has = one.has === undefined ? {} : { [one.key]: one.has };
      expect(matchOf(one.operator, one.key, one.values, has)).toBe(one.holds);
    });
  });
}
