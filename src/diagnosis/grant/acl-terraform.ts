import type { AccessControlList } from '../../evidence/snapshot.js';
import { hclAttributes, hclString } from '../../evidence/hcl.js';
import { comment, quote, slug } from '../fixes/formats/text.js';

type Grant = NonNullable<AccessControlList['Grants']>[number];

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_acl */
export function bucketAclTerraform(bucket: string, { Owner, Grants = [] }: AccessControlList): string {
  const label = slug(bucket);
  const known = comment(
    `The ACL of ${bucket} is there already: where Terraform has it, change it there; else import it before the first apply:`,
    `terraform import aws_s3_bucket_acl.${label} ${quote(bucket)}`,
  );
  const owner = `    owner {\n${hclAttributes([['id', hclString(Owner?.ID ?? 'BUCKET_OWNER_ID')]], '      ')}    }\n`;
  const policy = `  access_control_policy {\n${Grants.map(grantBlock).join('')}${owner}  }\n`;
  return `${known}resource "aws_s3_bucket_acl" "${label}" {\n  bucket = ${hclString(bucket)}\n\n${policy}}`;
}

function grantBlock({ Grantee, Permission = 'READ' }: Grant): string {
  const grantee =
    Grantee?.URI === undefined
      ? ([
          ['id', hclString(Grantee?.ID ?? '')],
          ['type', hclString('CanonicalUser')],
        ] as const)
      : ([
          ['type', hclString('Group')],
          ['uri', hclString(Grantee.URI)],
        ] as const);
  return `    grant {\n      grantee {\n${hclAttributes(grantee, '        ')}      }\n      permission = ${hclString(Permission)}\n    }\n`;
}
