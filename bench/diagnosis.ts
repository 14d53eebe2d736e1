import { diagnose } from '../src/diagnosis/index.js';
import type { Evidence } from '../src/diagnosis/types.js';
import { conductInterview } from '../src/flow/index.js';
import { loadLibrary } from '../src/library.js';
import { parseErrorText } from '../src/s3/index.js';
import { BASES, withFields } from '../test/support/snapshots.js';
import { measure, type Measurement } from './measure.js';

const ERROR =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv" because no resource-based policy allows the s3:GetObject action';

/** Measures what a click costs: reading the error text, a diagnosis with its fix proved, and the whole interview around it. */
export function benchDiagnosis(): readonly Measurement[] {
  const library = loadLibrary(undefined);
  const snapshot = withFields(BASES.crossAccount(), { 'bucket.policy': null });
  const evidence: Evidence = {
    error: parseErrorText(ERROR),
    request: {
      operation: 'GetObject',
      bucket: 'amzn-s3-demo-bucket',
      key: 'reports/2026.csv',
      principal: 'arn:aws:iam::111122223333:user/Jane',
      headers: {},
      context: {},
    },
    snapshot,
    stated: [],
  };
  const interview = { library, flowId: 'cross-account', evidence, answers: {}, diagnose };
  return [
    measure('parse an error text', () => parseErrorText(ERROR)),
    measure('diagnose a full snapshot, fix proved', () => diagnose(evidence, library.causes)),
    measure('conduct an interview on it', () => conductInterview(interview)),
  ];
}
