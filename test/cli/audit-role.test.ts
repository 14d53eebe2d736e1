import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { runAuditRole } from '../../src/cli/audit-role.js';

const BOT = 'arn:aws:iam::111122223333:role/s3denied-bot';
const GOOD = ['--account', 'bucket', '--bot-principal', BOT, '--external-id', 'some-id'];

async function run(...args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk);
        done();
      },
    });
  const status = await runAuditRole(args, { stdout: into('stdout'), stderr: into('stderr') });
  return { status, ...written };
}

/** Terraform's expressions as JSON: `name = value` without commas between fields. */
function jsonOfHcl(text: string): unknown {
  const json = text
    .replaceAll(
      /^(\s*)(\w+|"[^"]+") += /gm,
      (_all, indent: string, name: string) => `${indent}"${name.replaceAll('"', '')}": `,
    )
    .replaceAll(/([\]}"\w])\n(\s*")/g, '$1,\n$2')
    .replaceAll(/,(\s*[\]}])/g, '$1');
  return JSON.parse(json);
}

describe('s3denied audit-role', () => {
  it('prints one JSON document', async () => {
    const { status, stdout, stderr } = await run(...GOOD);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(Object.keys(JSON.parse(stdout))).toEqual(['roleName', 'trustPolicy', 'permissionsPolicy']);
    expect((await run(...GOOD, '--json')).stdout).toBe(stdout);
    expect((await run(...GOOD, '--format=json')).stdout).toBe(stdout);
  });

  it('prints the same role as CloudFormation', async () => {
    const role = JSON.parse((await run(...GOOD)).stdout);
    const { stdout } = await run(...GOOD, '--format', 'cloudformation');
    expect(stdout).not.toContain('!');
    expect(stdout).not.toContain('&a');
    const template = parse(stdout, { version: '1.1' });
    expect(template.Resources.AuditRole).toEqual({
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: role.roleName,
        AssumeRolePolicyDocument: role.trustPolicy,
        Policies: [{ PolicyName: role.roleName, PolicyDocument: role.permissionsPolicy }],
      },
    });
  });

  it('prints the same role as Terraform', async () => {
    const role = JSON.parse((await run(...GOOD)).stdout);
    const { stdout } = await run(...GOOD, '--format', 'terraform');
    const documents = [...stdout.matchAll(/jsonencode\((\{[\s\S]*?\n {2}\})\)/g)].map(([, text = '']) =>
      jsonOfHcl(text),
    );
    expect(documents).toEqual([role.trustPolicy, role.permissionsPolicy]);
    expect(stdout.match(/^(resource|output) .*\{$/gm)).toHaveLength(3);
    expect(stdout.match(/^\}$/gm)).toHaveLength(3);
  });

  it('takes an account that is both', async () => {
    const { stdout } = await run(...GOOD, '--account', 'caller');
    expect(stdout).toContain('iam:GetRole');
    expect(stdout).toContain('s3:GetBucketPolicy');
    expect((await run(...GOOD)).stdout).not.toContain('iam:GetRole');
  });

  it("is for an organization's account too, in every format", async () => {
    const good = ['--account', 'organization', ...GOOD.slice(2)];
    const { status, stdout } = await run(...good);
    expect(status).toBe(0);
    expect(stdout).toContain('organizations:ListPoliciesForTarget');
    expect(stdout).not.toMatch(/"(s3|iam|kms):(Get|List|Describe)[A-Za-z]*(Policy|Acl|Key)"/);
    for (const format of ['cloudformation', 'terraform']) {
      const printed = await run(...good, '--format', format);
      expect(printed).toMatchObject({ status: 0, stderr: '' });
      expect(printed.stdout).toContain('organizations:DescribePolicy');
    }
  });

  it('makes a fresh external id, and says that the bot has to be named', async () => {
    const { status, stdout, stderr } = await run('--account', 'caller');
    expect(status).toBe(0);
    const id = JSON.parse(stdout).trustPolicy.Statement[0].Condition.StringEquals['sts:ExternalId'];
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(stderr).toContain(id);
    expect(stderr).toContain('no --bot-principal');
  });

  it('has help', async () => {
    const { status, stdout } = await run('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('--account KIND');
  });

  it.each([
    { args: [], says: '--account is missing' },
    { args: ['--account', 'buckets'], says: 'did you mean `bucket`?' },
    { args: [...GOOD, '--format', 'yaml'], says: '--format `yaml`' },
    { args: ['--account', 'bucket', '--bot-principal', 'me'], says: 'the ARN of a user or role' },
    {
      args: ['--account', 'bucket', '--bot-principal', 'arn:aws:sts::111122223333:assumed-role/bot/x'],
      says: 'not a session of it',
    },
    { args: ['--account', 'bucket', '--external-id', '"'], says: '--external-id' },
    { args: ['--acount', 'bucket'], says: '--acount' },
    { args: ['bucket'], says: 'bucket' },
  ])('refuses $args with one line', async ({ args, says }) => {
    const { status, stdout, stderr } = await run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
