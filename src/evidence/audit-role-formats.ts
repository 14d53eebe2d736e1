import { stringify } from 'yaml';
import type { AuditRole } from './audit-role.js';
import { hclString, hclValue } from './hcl.js';

export const AUDIT_ROLE_FORMATS = ['json', 'cloudformation', 'terraform'] as const;
export type AuditRoleFormat = (typeof AUDIT_ROLE_FORMATS)[number];

/** One document, ending in a line break. */
export const RENDER_AUDIT_ROLE: Readonly<Record<AuditRoleFormat, (role: AuditRole) => string>> = {
  json: (role) => `${JSON.stringify(role, null, 2)}\n`,
  cloudformation: renderCloudFormation,
  terraform: renderTerraform,
};

/** YAML without CloudFormation's short tags, so that any YAML parser reads it. */
function renderCloudFormation({ roleName, trustPolicy, permissionsPolicy }: AuditRole): string {
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: roleName,
      AssumeRolePolicyDocument: trustPolicy,
      Policies: [{ PolicyName: roleName, PolicyDocument: permissionsPolicy }],
    },
  };
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Read-only role for s3denied, which finds out why Amazon S3 said 403.',
    Resources: { AuditRole: role },
    Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['AuditRole', 'Arn'] } } },
  };
  // Quoted throughout: CloudFormation reads YAML 1.1, in which 2012-10-17 is a date and 0123 an octal number.
  return stringify(template, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 });
}

function renderTerraform({ roleName, trustPolicy, permissionsPolicy }: AuditRole): string {
  const label = roleName.replaceAll('-', '_');
  return `resource "aws_iam_role" "${label}" {
  name               = ${hclString(roleName)}
  assume_role_policy = jsonencode(${hclValue(trustPolicy, '  ')})
}

resource "aws_iam_role_policy" "${label}" {
  name   = ${hclString(roleName)}
  role   = aws_iam_role.${label}.id
  policy = jsonencode(${hclValue(permissionsPolicy, '  ')})
}

output "s3denied_audit_role_arn" {
  value = aws_iam_role.${label}.arn
}
`;
}
