import { comment, quote } from '../fixes/formats/text.js';
import type { Evidence } from '../types.js';
import type { GrantContext } from './context.js';
import { knownKey, needsOwnerControl, operationsOf, paysRequester, prefixOf, TEST_NAME } from './probes.js';
import type { GrantedOperation } from './probes.js';
import type { NewRole } from './role.js';

/** What the grantee runs when everything is applied; with a role, it assumes that first. */
export function testCommand(context: GrantContext, evidence: Evidence, role: NewRole | undefined): string {
  const commands = operationsOf(context.goal).map((operation) => commandFor(operation, context, evidence));
  if (role === undefined) return commands.join('\n');
  const assume = `aws sts assume-role --role-arn ${quote(role.arn)} --role-session-name s3denied-test --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text`;
  return [
    comment('In parentheses, so that the credentials of the role are gone again afterwards.').trimEnd(),
    '(',
    `export $(printf 'AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_SESSION_TOKEN=%s' $(${assume}))`,
    ...commands,
    ')',
  ].join('\n');
}

function commandFor(operation: GrantedOperation, context: GrantContext, evidence: Evidence): string {
  const { goal } = context;
  const bucket = `--bucket ${quote(goal.bucket)}`;
  const payer = paysRequester(evidence) ? ' --request-payer requester' : '';
  const prefix = prefixOf(goal);
  switch (operation) {
    case 'ListObjectsV2':
      return `aws s3api list-objects-v2 ${bucket}${prefix === '' ? '' : ` --prefix ${quote(prefix)}`} --max-items 1${payer}`;
    case 'GetObject': {
      const key = knownKey(goal, evidence);
      const which =
        key === undefined ? comment('Put the name of an object that is there in the place of OBJECT.') : '';
      return `${which}aws s3api get-object ${bucket} --key ${quote(key ?? `${prefix}OBJECT`)}${payer} /dev/null`;
    }
    case 'PutObject': {
      const acl = needsOwnerControl(goal, operation, evidence) ? ' --acl bucket-owner-full-control' : '';
      return `${overwrites(context)}aws s3api put-object ${bucket} --key ${quote(writtenKey(context))}${acl}${payer}`;
    }
    case 'DeleteObject':
      return `${deletes(context)}aws s3api delete-object ${bucket} --key ${quote(writtenKey(context))}${payer}`;
  }
}

/** Nobody's object, where more than one may be written. */
function writtenKey({ goal }: GrantContext): string {
  return goal.scope.kind === 'object' ? goal.scope.key : `${prefixOf(goal)}${TEST_NAME}`;
}

function overwrites({ goal }: GrantContext): string {
  return goal.scope.kind === 'object' ? comment('This replaces the object by an empty one.') : '';
}

function deletes({ goal }: GrantContext): string {
  return goal.scope.kind === 'object' ? comment('This deletes the object.') : '';
}
