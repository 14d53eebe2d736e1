import { assertNever } from '../errors.js';
import {
  findOperation,
  parseAddress,
  parseErrorDetail,
  parsePrincipalInput,
  redactSecrets,
} from '../s3/index.js';
import { definedFields } from './fields.js';
import { NETWORKS, type InvestigationDetails, type Network } from './investigation.js';

/** The intake's inputs as a person fills them; the names are outward (Slack's block ids). */
export interface IntakeFields {
  readonly error_text?: string;
  readonly resource?: string;
  readonly principal?: string;
  readonly operation?: string;
  readonly network?: string;
  readonly audit?: boolean;
}

export type IntakeField = keyof IntakeFields;
export type IntakeErrors = Readonly<Partial<Record<IntakeField, string>>>;

export type IntakeOutcome =
  | { readonly outcome: 'ok'; readonly details: InvestigationDetails }
  /** One line for each field that is wrong: what, and what would be right. */
  | { readonly outcome: 'invalid'; readonly errors: IntakeErrors };

/** Longer error texts are cut here: what tells something stands in the first lines, a stack trace does not. */
const MAX_ERROR_TEXT = 12_000;

type Read<T> = { readonly value: T } | { readonly problem: string };

/**
 * Checks what was filled in. Secrets (a presigned URL's signature, keys in a pasted log) are dropped here and go no further. What the
 * error text says is not copied into the details: `evidenceOf` reads it, so that a corrected text corrects everything.
 */
export function readIntake(fields: IntakeFields): IntakeOutcome {
  const errorText = filled(fields.error_text);
  const resource = filled(fields.resource);
  const address = read(resource, readAddress);
  const principal = read(filled(fields.principal), readPrincipal);
  const operation = read(filled(fields.operation), readOperation);
  const network = read(filled(fields.network), readNetwork);
  const nothing = errorText === undefined && resource === undefined ? { problem: ONE_IS_NEEDED } : undefined;
  const errors = definedFields({
    error_text: problemOf(nothing),
    resource: problemOf(address),
    principal: problemOf(principal),
    operation: problemOf(operation),
    network: problemOf(network),
  });
  if (Object.keys(errors).length > 0) return { outcome: 'invalid', errors };
  const details = {
    ...definedFields({
      errorText: errorText === undefined ? undefined : redactSecrets(errorText.slice(0, MAX_ERROR_TEXT)),
      ...valueOf(address),
      principal: valueOf(principal),
      operation: valueOf(operation),
      network: valueOf(network),
    }),
    audit: fields.audit ?? false,
  };
  return { outcome: 'ok', details };
}

/** Today's values, for the form that edits them: read again they give the same details. */
export function fieldsOf(details: InvestigationDetails): IntakeFields {
  const { errorText, principal, operation, network, audit } = details;
  return {
    ...definedFields({ error_text: errorText, resource: resourceOf(details), principal, operation, network }),
    audit,
  };
}

/**
 * Without a principal that a form had suggested and nobody changed, where the error text names its own: two different ones would be
 * taken for the wrong credentials. The same fields where there is nothing to take away.
 */
export function withoutSuggestion(fields: IntakeFields, suggested: string): IntakeFields {
  const { principal, ...rest } = fields;
  const said =
    rest.error_text === undefined ? undefined : parseErrorDetail(rest.error_text).facts.principalArn;
  return said !== undefined && principal === suggested ? rest : fields;
}

function resourceOf({
  bucket,
  key,
  accessPointArn,
  region,
  versionId,
  via,
}: InvestigationDetails): string | undefined {
  if (accessPointArn !== undefined)
    return key === undefined ? accessPointArn : `${accessPointArn}/object/${key}`;
  if (bucket === undefined) return undefined;
  if (region === undefined && versionId === undefined && via !== 'presigned')
    return key === undefined ? `s3://${bucket}` : `s3://${bucket}/${key}`;
  const path = (key ?? '').split('/').map(encodeURIComponent).join('/');
  if (via === 'website' && region !== undefined)
    return `http://${bucket}.s3-website.${region}.amazonaws.com/${path}`;
  const query = [
    ...(versionId === undefined ? [] : [`versionId=${encodeURIComponent(versionId)}`]),
    ...(via === 'presigned' ? ['X-Amz-Signature=REDACTED'] : []),
  ].join('&');
  return `https://${bucket}.s3.${region === undefined ? '' : `${region}.`}amazonaws.com/${path}${query === '' ? '' : `?${query}`}`;
}

const ONE_IS_NEEDED =
  'Paste the error text here, or name the bucket or object below: one of the two is needed.';

function readAddress(
  text: string,
): Read<Pick<InvestigationDetails, 'bucket' | 'key' | 'accessPointArn' | 'versionId' | 'region' | 'via'>> {
  const parsed = parseAddress(text);
  if (!parsed.ok) return { problem: sentence(parsed.problem) };
  const { bucket, key, accessPointArn, versionId, region, via } = parsed.address;
  return { value: definedFields({ bucket, key, accessPointArn, versionId, region, via }) };
}

function readPrincipal(text: string): Read<string> {
  const parsed = parsePrincipalInput(text);
  return parsed.ok ? { value: parsed.principal } : { problem: sentence(parsed.problem) };
}

function readOperation(text: string): Read<string> {
  const found = findOperation(text);
  switch (found.outcome) {
    case 'found':
      return { value: found.operation.name };
    case 'ambiguous':
      return {
        problem: `That can be ${found.candidates.map(({ name }) => name).join(' or ')}: which one was it?`,
      };
    case 'unknown': {
      const hint =
        found.didYouMean === undefined
          ? 'write an S3 operation, e.g. GetObject'
          : `did you mean ${found.didYouMean}?`;
      return { problem: `That is no S3 operation that I know; ${hint}` };
    }
    default:
      return assertNever(found, 'operation match');
  }
}

function readNetwork(text: string): Read<Network> {
  const network = NETWORKS.find((known) => known === text);
  return network === undefined ? { problem: `Pick one of ${NETWORKS.join(', ')}.` } : { value: network };
}

function read<T>(text: string | undefined, reader: (text: string) => Read<T>): Read<T> | undefined {
  return text === undefined ? undefined : reader(text);
}

function problemOf(result: Read<unknown> | undefined): string | undefined {
  return result !== undefined && 'problem' in result ? result.problem : undefined;
}

function valueOf<T>(result: Read<T> | undefined): T | undefined {
  return result !== undefined && 'value' in result ? result.value : undefined;
}

function filled(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}

function sentence(problem: string): string {
  return problem.charAt(0).toUpperCase() + problem.slice(1);
}
