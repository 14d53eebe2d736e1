import { classifyError } from './failure.js';

/** How AWS's services say that a request was signed at another time than theirs. */
const SKEWED = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/**
 * Makes a call once more where it was signed by a clock that is off. The SDK corrects the clock by what AWS answers and tries again,
 * but only the first of several calls that go side by side: for the others the clock is right already when their answers come.
 */
export async function againIfSkewed<Value>(call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    if (!SKEWED.has(classifyError(error).code)) throw error;
    return call();
  }
}
