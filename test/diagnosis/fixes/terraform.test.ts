import { describe, expect, test } from '@jest/globals';
import { hclString, hclValue } from '../../../src/evidence/hcl.js';
import { CASES, causeOf, HOSTILE, textsOf } from './support/cases.js';
import { readTerraform, type TerraformBlock } from './support/terraform.js';

/**
 * Resource type → its arguments here, the required ones first; blocks end in `{}`.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const ARGUMENTS: Readonly<
  Record<string, { readonly required: readonly string[]; readonly other?: readonly string[] }>
> = {
  aws_s3_bucket_policy: { required: ['bucket', 'policy'] },
  aws_iam_user_policy: { required: ['user', 'policy'], other: ['name', 'name_prefix'] },
  aws_iam_role_policy: { required: ['role', 'policy'], other: ['name', 'name_prefix'] },
  aws_iam_group_policy: { required: ['group', 'policy'], other: ['name', 'name_prefix'] },
  aws_iam_policy: { required: ['policy'], other: ['name', 'path', 'description', 'tags', 'lifecycle{}'] },
  aws_ssoadmin_permission_set_inline_policy: {
    required: ['instance_arn', 'permission_set_arn', 'inline_policy'],
  },
  aws_kms_key_policy: { required: ['key_id', 'policy'], other: ['bypass_policy_lockout_safety_check'] },
  aws_vpc_endpoint_policy: { required: ['vpc_endpoint_id'], other: ['policy'] },
  aws_s3control_access_point_policy: { required: ['access_point_arn', 'policy'] },
  aws_organizations_policy: {
    required: ['name', 'content'],
    other: ['type', 'description', 'skip_destroy', 'tags', 'lifecycle{}'],
  },
  aws_organizations_policy_attachment: { required: ['policy_id', 'target_id'], other: ['skip_destroy'] },
  aws_s3_bucket_ownership_controls: { required: ['bucket', 'rule{}'] },
  aws_s3_bucket_server_side_encryption_configuration: {
    required: ['bucket', 'rule{}'],
    other: ['expected_bucket_owner'],
  },
};

const POLICY = ['policy', 'content', 'inline_policy'] as const;

function namesIn({ attributes, blocks }: TerraformBlock): readonly string[] {
  return [...Object.keys(attributes), ...blocks.map(({ words }) => `${words.join(' ')}{}`)];
}

function policiesOf(blocks: readonly TerraformBlock[]): readonly unknown[] {
  return blocks
    .filter(({ words: [kind] }) => kind === 'resource')
    .flatMap(({ attributes }) => POLICY.flatMap((name) => (name in attributes ? [attributes[name]] : [])));
}

describe('Terraform of a fix', () => {
  const written = CASES.map((row) => ({ name: row.name, cause: causeOf(row) })).filter(
    ({ cause }) => textsOf(cause, 'terraform').length > 0,
  );

  test('is written for nearly every case', () => {
    expect(written.length).toBeGreaterThan(20);
  });

  test.each(written)('parses, with arguments that the provider knows: $name', async ({ cause }) => {
    for (const text of textsOf(cause, 'terraform')) {
      for (const block of await readTerraform(text)) {
        if (block.words[0] === 'locals') continue;
        const known = ARGUMENTS[block.words[1] ?? ''];
        expect(known).toBeDefined();
        expect(namesIn(block)).toEqual(expect.arrayContaining([...(known?.required ?? [])]));
        expect([...(known?.required ?? []), ...(known?.other ?? [])]).toEqual(
          expect.arrayContaining([...namesIn(block)]),
        );
        expect(block.words[2]).toMatch(/^[A-Za-z]\w*$/);
      }
    }
  });

  test.each(written)('holds the policies that the patches hold, each as it is: $name', async ({ cause }) => {
    const texts = textsOf(cause, 'terraform');
    const blocks = (await Promise.all(texts.map(readTerraform))).flat();
    const policies = policiesOf(blocks);
    const patched = cause.fix.patches.filter(
      ({ target }) => /polic/i.test(target) && !target.endsWith('IsPublic'),
    );
    for (const { document } of patched) expect(policies).toContainEqual(document);
    const documents = textsOf(cause, 'json').map((text): unknown => JSON.parse(text));
    const statements = blocks.flatMap(({ attributes }) => attributes['s3denied_statements'] ?? []);
    if (statements.length > 0) expect(documents).toEqual(statements);
  });

  test.each(written)('names how to import what is there: $name', async ({ cause }) => {
    for (const text of textsOf(cause, 'terraform')) {
      const [, address] = /^# terraform import (\S+) \S/m.exec(text) ?? [];
      if (address === undefined) continue;
      const addresses = (await readTerraform(text)).map(({ words }) => words.slice(1).join('.'));
      expect(addresses).toContain(address);
    }
  });
});

describe('HCL', () => {
  test.each([
    ['a template', '${aws:username}', '"$${aws:username}"'],
    ['a directive', '%{if x}', '"%%{if x}"'],
    ['a sign before a template', '$${x}', '"\\u0024$${x}"'],
    ['control characters', 'a\b\f\n\\b', '"a\\u0008\\u000c\\n\\\\b"'],
    ['a lone sign', '100% of $5 {x}', '"100% of $5 {x}"'],
  ])('escapes %s', (_, text, written) => {
    expect(hclString(text)).toBe(written);
  });

  test('lines up the equal signs of neighbours that fit on a line', () => {
    expect(hclValue({ a: 1, long: 'x', list: [true], b: {} }, '')).toBe(
      '{\n  a    = 1\n  long = "x"\n  list = [\n    true,\n  ]\n  b = {}\n}',
    );
  });

  test('reads back as it was, whatever it holds', async () => {
    const value = {
      [HOSTILE]: [HOSTILE, 1.5, true, null, {}, [], { for: 'x', Null: '', 'a:b': [[HOSTILE]] }],
    };
    const [block] = await readTerraform(`locals {\n  it = jsonencode(${hclValue(value, '  ')})\n}\n`);
    expect(block?.attributes['it']).toEqual(value);
  });
});
