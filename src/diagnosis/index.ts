import { analyse } from './analyse.js';
import { placeholderValues as valuesOf } from './placeholders.js';
import type { Evidence } from './types.js';

export { diagnose } from './diagnose.js';
export { GRANT_LEVELS, GRANT_METHODS, planGrant, type GrantPlan, type GrantResult } from './grant/index.js';
export { withDeniedEvent } from './denied-event.js';
export { isLeftToLookAt } from './last-resort.js';
export { DETECTOR_NAMES } from './detectors/index.js';
export { isAboutRoles } from './identity.js';
export { PLACEHOLDERS, RECIPES } from './names.js';
export { fillTemplate, isPlaceholder, placeholdersOf } from './template.js';
export { OWNER_WORDS } from './words.js';

/** What the placeholders of a text stand for, given the evidence. */
export function placeholderValues(evidence: Evidence): Readonly<Record<string, string | undefined>> {
  return valuesOf(analyse(evidence));
}
