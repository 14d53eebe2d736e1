import type { RecipeName } from '../../names.js';
import {
  allowInAccessPointPolicy,
  allowInBucketPolicy,
  allowInEndpointPolicy,
  allowInIdentityPolicy,
  allowInKeyPolicy,
  allowInPermissionsBoundary,
  allowInServiceControlPolicy,
  allowInSessionPolicy,
  allowWhereMissing,
} from './allow.js';
import { exemptBucketAccount, exemptEndpoint, narrowDeny } from './deny.js';
import type { Recipe } from './recipe.js';
import { admitActualValue, correctResource, nameCallerNotEveryone, replaceStalePrincipal } from './repair.js';
import {
  expectActualOwner,
  leaveOutAcl,
  leaveOutCustomerKey,
  meetCondition,
  sendRequestPayer,
} from './request.js';
import { enableKey, nameKeyByArn, restoreObject, takeOwnership } from './settings.js';

/** What writes a cause's fix, under the name by which flow files bind it. */
export const RECIPE: Readonly<Record<RecipeName, Recipe>> = {
  admitActualValue,
  allowInAccessPointPolicy,
  allowInBucketPolicy,
  allowInEndpointPolicy,
  allowInIdentityPolicy,
  allowInKeyPolicy,
  allowInPermissionsBoundary,
  allowInServiceControlPolicy,
  allowInSessionPolicy,
  allowWhereMissing,
  correctResource,
  enableKey,
  exemptBucketAccount,
  exemptEndpoint,
  expectActualOwner,
  leaveOutAcl,
  leaveOutCustomerKey,
  meetCondition,
  nameCallerNotEveryone,
  nameKeyByArn,
  narrowDeny,
  replaceStalePrincipal,
  restoreObject,
  sendRequestPayer,
  takeOwnership,
};
