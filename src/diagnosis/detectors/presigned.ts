import { contextValue, type Situation } from '../situation.js';
import { confirmed, ruledOut, UNKNOWN, type Detector, type Detectors } from './detector.js';
import { byText } from './error-code.js';

/** How the request was signed, as `s3:authType` says it. */
function authType(situation: Situation): 'header' | 'url' | 'form' | undefined {
  switch (contextValue(situation, 's3:authType')) {
    case 'REST-HEADER':
      return 'header';
    case 'REST-QUERY-STRING':
      return 'url';
    case 'POST':
      return 'form';
    default:
      return undefined;
  }
}

/** A cause of one way of signing only: another way rules it out, else S3's own words decide. */
function whereSigned(way: 'url' | 'form', causeId: string): Detector {
  const words = byText(causeId);
  return (situation, policies) => {
    const signed = authType(situation);
    if (signed !== undefined && signed !== way)
      return ruledOut('request', `the request was signed in its ${signed === 'url' ? 'URL' : signed}`);
    return words(situation, policies);
  };
}

/** What stands in the way on the signer's own side. */
const SIGNERS_SIDE = [
  'identity-no-allow',
  'identity-deny',
  'boundary-implicit',
  'boundary-deny',
  'session-policy-implicit',
  'session-policy-deny',
  'kms-identity-no-allow',
  'wrong-arn-form',
] as const;

const signerDenied: Detector = (situation, policies) => {
  const signed = authType(situation);
  if (signed === 'header') return ruledOut('request', 'the request was signed by whoever sent it');
  const required = situation.simulations.filter(({ permission }) => permission.required);
  if (required.length > 0 && required.every(({ evaluation }) => evaluation.decision === 'allowed'))
    return ruledOut('simulation', 'the signer is allowed the request');
  const denied = SIGNERS_SIDE.find((id) => policies.get(id)?.status === 'confirmed');
  return signed === undefined || denied === undefined
    ? UNKNOWN
    : confirmed(
        'simulation',
        `the request counts as its signer's, whose own policies do not allow it (${denied})`,
      );
};

export const presignedDetectors: Detectors = {
  'presigned-expired': whereSigned('url', 'presigned-expired'),
  'presigned-unsigned-header': whereSigned('url', 'presigned-unsigned-header'),
  'presigned-post-expired': whereSigned('form', 'presigned-post-expired'),
  'presigned-post-condition': whereSigned('form', 'presigned-post-condition'),
  'presigned-signer-denied': signerDenied,
};
