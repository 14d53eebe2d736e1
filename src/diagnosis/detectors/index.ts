import { accessPointDetectors } from './access-point.js';
import { bucketSettingDetectors } from './bucket-settings.js';
import { callerDetectors } from './caller.js';
import type { Detector, Detectors } from './detector.js';
import { elsewhereDetectors } from './elsewhere.js';
import { errorCodeDetectors } from './error-code.js';
import { kmsKeyDetectors } from './kms-key.js';
import { objectDetectors } from './object.js';
import { ownershipDetectors } from './ownership.js';
import { policyDetectors } from './policies.js';
import { presignedDetectors } from './presigned.js';
import { publicAccessDetectors } from './public-access.js';
import { versionDetectors } from './versions.js';

/** Flow files name detectors in camel case; the code keys them by the cause they find. */
function camelCase(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const byCause: Detectors = {
  ...policyDetectors,
  ...bucketSettingDetectors,
  ...objectDetectors,
  ...kmsKeyDetectors,
  ...accessPointDetectors,
  ...callerDetectors,
  ...errorCodeDetectors,
  ...ownershipDetectors,
  ...publicAccessDetectors,
  ...versionDetectors,
  ...presignedDetectors,
  ...elsewhereDetectors,
};

const byName: ReadonlyMap<string, Detector> = new Map(
  Object.entries(byCause).map(([id, detector]) => [camelCase(id), detector]),
);

/** The names that a cause file may bind to. */
export const DETECTOR_NAMES: readonly string[] = [...byName.keys()].sort();

export function findDetector(name: string): Detector | undefined {
  return byName.get(name);
}
