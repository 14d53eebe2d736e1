import { hclAttributes, hclString, hclValue } from '../../evidence/hcl.js';
import { logicalId, quote, slug } from '../fixes/formats/text.js';
import { yamlLines } from '../fixes/formats/yaml.js';
import type { Snippet } from '../types.js';
import type { NewRole } from './role.js';

const POLICY_NAME = 's3-access';

/** The new role with its two policies, in every format. */
export function roleSnippets(role: NewRole): readonly Snippet[] {
  const { trust, permissions } = role;
  return [
    { format: 'cli', text: commands(role) },
    { format: 'json', text: JSON.stringify(trust, null, 2) },
    { format: 'json', text: JSON.stringify(permissions, null, 2) },
    { format: 'terraform', text: terraform(role) },
    { format: 'cloudformation', text: cloudFormation(role) },
  ];
}

function commands({ name, trust, permissions }: NewRole): string {
  const role = `--role-name ${quote(name)}`;
  return [
    `cat > trust-policy.json <<'EOF'\n${JSON.stringify(trust, null, 2)}\nEOF`,
    `cat > role-policy.json <<'EOF'\n${JSON.stringify(permissions, null, 2)}\nEOF`,
    `aws iam create-role ${role} --assume-role-policy-document file://trust-policy.json`,
    `aws iam put-role-policy ${role} --policy-name ${POLICY_NAME} --policy-document file://role-policy.json`,
  ].join('\n');
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role */
function terraform({ name, trust, permissions }: NewRole): string {
  const label = slug(name);
  const role = hclAttributes(
    [
      ['name', hclString(name)],
      ['assume_role_policy', `jsonencode(${hclValue(trust, '  ')})`],
    ],
    '  ',
  );
  const policy = hclAttributes(
    [
      ['name', hclString(POLICY_NAME)],
      ['role', `aws_iam_role.${label}.id`],
      ['policy', `jsonencode(${hclValue(permissions, '  ')})`],
    ],
    '  ',
  );
  return `resource "aws_iam_role" "${label}" {\n${role}}\n\nresource "aws_iam_role_policy" "${label}" {\n${policy}}`;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
function cloudFormation({ name, trust, permissions }: NewRole): string {
  const properties = {
    RoleName: name,
    AssumeRolePolicyDocument: trust,
    Policies: [{ PolicyName: POLICY_NAME, PolicyDocument: permissions }],
  };
  return yamlLines({
    Resources: { [logicalId(name)]: { Type: 'AWS::IAM::Role', Properties: properties } },
  }).join('\n');
}
