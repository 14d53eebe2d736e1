import type { PublicAccessBlock } from '../../snapshot.js';
import { MalformedAnswerError } from '../policy-document.js';

interface Settings {
  readonly BlockPublicAcls?: boolean | undefined;
  readonly IgnorePublicAcls?: boolean | undefined;
  readonly BlockPublicPolicy?: boolean | undefined;
  readonly RestrictPublicBuckets?: boolean | undefined;
}

/** The four settings; one that AWS leaves out is off. */
export function publicAccessBlockOf(settings: Settings | undefined): PublicAccessBlock {
  if (settings === undefined) throw new MalformedAnswerError('no Block Public Access settings in the answer');
  return {
    BlockPublicAcls: settings.BlockPublicAcls ?? false,
    IgnorePublicAcls: settings.IgnorePublicAcls ?? false,
    BlockPublicPolicy: settings.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: settings.RestrictPublicBuckets ?? false,
  };
}
