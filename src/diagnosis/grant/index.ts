export { GRANT_LEVELS, GRANT_METHODS } from './facts.js';
export { planGrant } from './plan.js';
export type { GrantPlan, GrantResult } from './types.js';
