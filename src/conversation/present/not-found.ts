import type { CardBlock, Rich } from '../../card/card.js';
import type { Diagnosis } from '../../diagnosis/types.js';
import type { ErrorFacts } from '../../s3/types.js';
import { evidenceOf } from '../evidence-of.js';
import type { Investigation } from '../investigation.js';
import { addressOf, bold, code } from './words.js';

/** Nothing that was checked explains the denial: said plainly, with what AWS Support will ask for. */
export function notFoundBlocks(investigation: Investigation, diagnosis: Diagnosis): readonly CardBlock[] {
  if (diagnosis.decision === 'allowed') return [{ kind: 'text', text: ALLOWED }];
  const { error } = evidenceOf(investigation);
  return [
    { kind: 'text', text: NOT_FOUND },
    { kind: 'text', text: [bold('What to collect for AWS Support')] },
    { kind: 'list', items: supportChecklist(error ?? {}, diagnosis) },
  ];
}

const ALLOWED: Rich = [
  'As far as I can see, nothing stands in the way of this request now. Try it again; if it is still denied, “Edit details” and paste the newest error text.',
];

const NOT_FOUND: Rich = [
  'None of the causes that I know explains this one, as far as what I was told goes. That does happen: a policy I cannot see, or something on the side of AWS.',
];

function supportChecklist(error: ErrorFacts, { request }: Diagnosis): readonly Rich[] {
  const address = addressOf(request);
  const region = error.region;
  return [
    known('Request id', error.requestId, 'x-amz-request-id in the response, or RequestId in the error text'),
    known(
      'Extended request id',
      error.extendedRequestId,
      'x-amz-id-2 in the response, or HostId in the error text',
    ),
    ['Time of the request, in UTC, to the second'],
    known('Who called', request.principal, 'aws sts get-caller-identity'),
    known('Operation', request.operation, 'which S3 call was made'),
    known('Bucket and key', address, 'exactly as sent'),
    known('Region', region, 'of the bucket and of the client'),
    ['Whether it ever worked, and what changed since'],
  ];
}

function known(label: string, value: string | undefined, where: string): Rich {
  return value === undefined ? [`${label}: `, where] : [`${label}: `, code(value)];
}
