import { PassThrough } from 'node:stream';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { runAuditRole } from '../../../src/cli/audit-role.js';
import type { AuditAccount } from '../../../src/evidence/collector.js';
import type { AccountKind } from '../../../src/evidence/read-info.js';
import { BOT_ARN } from '../moto-roles.js';
import type { Admin } from './admin.js';
import { REGION, type PolicyDocument } from './policies.js';

/** As `s3denied audit-role` prints it. */
export interface AuditPolicy extends PolicyDocument {
  readonly Statement: readonly { readonly Effect: string; readonly Action: readonly string[] }[];
}

export interface BuiltAuditRole {
  /** For AUDIT_CONFIG. */
  readonly entry: AuditAccount;
  readonly permissions: AuditPolicy;
}

const printedRole = z.object({
  roleName: z.string(),
  trustPolicy: z.unknown(),
  permissionsPolicy: z.object({
    Version: z.literal('2012-10-17'),
    Statement: z.array(z.looseObject({ Effect: z.string(), Action: z.array(z.string()) })),
  }),
});

/** Puts the role that the command prints into the account, as it stands. */
export async function createAuditRole(
  kind: AccountKind,
  admin: Admin,
  more: Partial<AuditAccount> = {},
): Promise<BuiltAuditRole> {
  const { account } = admin;
  const externalId = `external-id-of-${account}`;
  const role = printedRole.parse(JSON.parse(await printAuditRole(kind, externalId)));
  const AssumeRolePolicyDocument = JSON.stringify(role.trustPolicy);
  const { Role } = await admin.iam.send(
    new CreateRoleCommand({ RoleName: role.roleName, AssumeRolePolicyDocument }),
  );
  await putAuditPolicy(admin, role.permissionsPolicy);
  const entry = { account, roleArn: Role?.Arn ?? '', externalId, region: REGION, ...more };
  return { entry, permissions: role.permissionsPolicy };
}

async function putAuditPolicy({ iam }: Admin, policy: PolicyDocument): Promise<void> {
  const role = { RoleName: 's3denied-audit', PolicyName: 's3denied-audit' };
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyDocument: JSON.stringify(policy) }));
}

async function printAuditRole(kind: AccountKind, externalId: string): Promise<string> {
  const io = { stdout: new PassThrough(), stderr: new PassThrough() };
  const args = ['--account', kind, '--bot-principal', BOT_ARN, '--external-id', externalId];
  if ((await runAuditRole(args, io)) !== 0) throw new Error(String(io.stderr.read()));
  return String(io.stdout.read());
}
