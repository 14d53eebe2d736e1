import { headerState, operationNamed, requiredPermissions } from '../s3/index.js';
import { parsePrincipal, type Principal } from '../policy/index.js';
import type { RequiredPermission } from '../s3/types.js';
import type { OperationKind } from './catalogue.js';
import { withBucketBehind } from './bucket-behind.js';
import { requestContext } from './context.js';
import { copySource } from './copy-source.js';
import { withDeniedEvent } from './denied-event.js';
import { callerText, withActualCaller } from './identity.js';
import { kmsUse, sourceKmsUse, type KmsUse } from './kms-use.js';
import { simulateAll } from './simulate.js';
import type { Situation } from './situation.js';
import type { Evidence } from './types.js';

/** Everything that follows from the evidence: accounts, encryption, the permissions needed, and what the policies say of each. */
export function analyse(given: Evidence): Situation {
  const evidence = withActualCaller(withBucketBehind(withDeniedEvent(given)));
  const operation = evidence.request.operation ?? evidence.error?.operation;
  const principal = principalOf(evidence);
  const callerAccount =
    accountOf(principal) ?? evidence.snapshot.caller?.account ?? evidence.error?.accountId;
  const bucketAccount = evidence.snapshot.bucket?.account;
  const kind =
    operation === undefined ? kindOfAction(evidence.error?.action) : operationNamed(operation)?.kind;
  const kms = kmsUse(evidence, kind, operation);
  const source = copySource(evidence.request);
  const sourceKms = source === undefined ? undefined : sourceKmsUse(evidence, source);
  const situation: Situation = {
    evidence,
    operation,
    kind,
    principal,
    expectedCallers: [given.request.principal, given.snapshot.caller?.arn].flatMap((arn) => arn ?? []),
    callerAccount,
    bucketAccount,
    crossAccount: isCrossAccount(evidence, principal, callerAccount, bucketAccount),
    kms,
    sourceKms,
    context: requestContext(evidence),
    permissions: permissionsOf(evidence, operation, kms, sourceKms),
    simulations: [],
  };
  return { ...situation, simulations: simulateAll(situation) };
}

function principalOf(evidence: Evidence): Principal | undefined {
  const text = callerText(evidence);
  if (text === undefined) return undefined;
  const principal = parsePrincipal(text);
  return principal.kind === 'unrecognized' ? undefined : principal;
}

function accountOf(principal: Principal | undefined): string | undefined {
  return principal !== undefined && 'account' in principal ? principal.account : undefined;
}

function isCrossAccount(
  { request }: Evidence,
  principal: Principal | undefined,
  caller: string | undefined,
  bucket: string | undefined,
): boolean | undefined {
  if (principal?.kind === 'anonymous') return true;
  if (caller !== undefined && bucket !== undefined) return caller !== bucket;
  return request.crossAccount;
}

function kindOfAction(action: string | undefined): OperationKind | undefined {
  if (action === undefined) return undefined;
  const name = action.slice(action.indexOf(':') + 1);
  if (action.toLowerCase().startsWith('kms:')) return name.toLowerCase() === 'decrypt' ? 'read' : 'write';
  return operationNamed(name)?.kind;
}

function permissionsOf(
  evidence: Evidence,
  operation: string | undefined,
  kms: KmsUse,
  sourceKms: KmsUse | undefined,
): readonly RequiredPermission[] {
  const { request, error } = evidence;
  const needed =
    operation === undefined
      ? []
      : requiredPermissions(
          { ...request, operation },
          {
            kms: kms.used === 'yes',
            bucketKey: kms.bucketKey === true,
            ...(sourceKms === undefined || sourceKms.used === 'unknown'
              ? {}
              : { sourceKms: sourceKms.used === 'yes' }),
          },
        );
  const action = error?.action;
  if (action === undefined) return [...needed, ...forUntoldAcl(evidence, operation)];
  if (needed.some(({ iamAction }) => isSame(iamAction, action)))
    // A copy needs to read and write tags only where there are some: S3 asked for it, so there are.
    return needed.map((one) =>
      isSame(one.iamAction, action) && /Tagging$/i.test(action) ? { ...one, required: true } : one,
    );
  const on = action.toLowerCase().startsWith('kms:')
    ? 'key'
    : (request.key ?? error?.key) === undefined
      ? 'bucket'
      : 'object';
  return [...needed, { iamAction: action, on, required: true }];
}

/** Whether an upload sets an ACL is seldom told: where it does, it needs this permission too. */
function forUntoldAcl({ request }: Evidence, operation: string | undefined): readonly RequiredPermission[] {
  if (operation === undefined || headerState(request, 'x-amz-acl').state !== 'unknown') return [];
  const withAcl = { ...request, operation, headers: { ...request.headers, 'x-amz-acl': ['private'] } };
  return requiredPermissions(withAcl, { kms: false, bucketKey: false }).flatMap((one) =>
    one.iamAction === 's3:PutObjectAcl' && operation !== 'PutObjectAcl' ? [{ ...one, required: false }] : [],
  );
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
