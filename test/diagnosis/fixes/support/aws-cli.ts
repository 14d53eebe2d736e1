import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as organizations from '@aws-sdk/client-organizations';
import * as s3 from '@aws-sdk/client-s3';
import * as s3control from '@aws-sdk/client-s3-control';
import * as sts from '@aws-sdk/client-sts';

interface Operation {
  /** Options without their dashes. */
  readonly options: ReadonlySet<string>;
  readonly required: readonly string[];
}

/** https://awscli.amazonaws.com/v2/documentation/api/latest/reference/index.html#global-options */
const GLOBAL = words(
  'debug endpoint-url no-verify-ssl no-paginate output query profile region version color no-sign-request ca-bundle cli-read-timeout cli-connect-timeout cli-binary-format no-cli-pager cli-auto-prompt no-cli-auto-prompt cli-input-json cli-input-yaml generate-cli-skeleton',
);
const PAGING = words('max-items page-size starting-token');

const SDK = { cloudtrail, ec2, iam, kms, logs, organizations, s3api: s3, s3control, sts };

/** What no installed SDK tells: the high-level `aws s3` commands, and services that only a person calls. */
const BY_HAND: Readonly<Record<string, string>> = {
  's3 cp':
    'dryrun quiet include exclude acl follow-symlinks no-follow-symlinks no-guess-mime-type sse sse-c sse-c-key sse-kms-key-id sse-c-copy-source sse-c-copy-source-key storage-class grants website-redirect content-type cache-control content-disposition content-encoding content-language expires source-region only-show-errors no-progress page-size ignore-glacier-warnings force-glacier-transfer request-payer checksum-mode checksum-algorithm metadata copy-props metadata-directive expected-size recursive',
  's3 ls': 'recursive page-size human-readable summarize request-payer bucket-name-prefix bucket-region',
  's3 presign': 'expires-in',
  's3 rm': 'dryrun quiet recursive request-payer include exclude only-show-errors page-size',
  'accessanalyzer validate-policy':
    'locale max-results next-token policy-document policy-type validate-policy-resource-type',
  'account get-region-opt-status': 'account-id region-name',
  'account enable-region': 'account-id region-name',
  'cloudfront get-distribution-config': 'id',
  'configure get': '',
  'configure list': '',
  'configure set': '',
  'ssm start-automation-execution':
    'document-name document-version parameters client-token mode target-parameter-name targets target-maps max-concurrency max-errors target-locations tags alarm-configuration target-locations-url',
  'sso-admin get-inline-policy-for-permission-set': 'instance-arn permission-set-arn',
  'sso-admin provision-permission-set': 'instance-arn permission-set-arn target-id target-type',
  'sso-admin put-inline-policy-to-permission-set': 'instance-arn permission-set-arn inline-policy',
  'sso login': 'no-browser use-device-code sso-session',
};
const LIKE: Readonly<Record<string, string>> = { 's3 mv': 's3 cp', 's3 sync': 's3 cp' };
const ONLY_SYNC = ['delete', 'exact-timestamps', 'size-only'];

/** What the AWS CLI (version 2) takes for an operation; undefined where there is no such one. */
export function findOperation(service: string, operation: string): Operation | undefined {
  const name = `${service} ${operation}`;
  const known = BY_HAND[LIKE[name] ?? name];
  if (known !== undefined) {
    const more = name === 's3 sync' ? ONLY_SYNC : [];
    return { options: new Set([...GLOBAL, ...words(known), ...more]), required: [] };
  }
  const client = Object.entries(SDK).find(([command]) => command === service)?.[1];
  return client === undefined ? undefined : ofSdk(client, operation);
}

function words(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ');
}

/** An operation's schema is `[9, namespace, name, traits, input, output]`, a structure's `[3, namespace, name, traits, members, types, required]`. */
function ofSdk(client: object, operation: string): Operation | undefined {
  const schema = Object.values(client).find(
    (value) => Array.isArray(value) && value[0] === 9 && kebab(String(value[2])) === operation,
  );
  if (schema === undefined) return undefined;
  const input: unknown = typeof schema[4] === 'function' ? schema[4]() : schema[4];
  if (!Array.isArray(input) || input[0] !== 3) return { options: new Set(GLOBAL), required: [] };
  const members = input[4].map((member: unknown) => kebab(String(member)));
  const negated = members.map((member: string) => `no-${member}`);
  return {
    options: new Set([...GLOBAL, ...PAGING, ...members, ...negated]),
    required: members.slice(0, input[6] ?? 0),
  };
}

/** As botocore writes names: https://github.com/boto/botocore/blob/develop/botocore/__init__.py (`xform_name`) */
function kebab(name: string): string {
  return name
    .replace(/[A-Z]{2,}s$/, (plural) => `-${plural.toLowerCase()}`)
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** What is wrong with the `aws` commands in a shell text: unknown operations and options, and required options that are missing. */
export function problemsOf(commands: readonly (readonly string[])[]): readonly string[] {
  return commands.flatMap(([program, service = '', operation = '', ...args]) => {
    if (program !== 'aws') return [];
    if (service === 'help' || operation === 'help') return [];
    const found = findOperation(service, operation);
    if (found === undefined) return [`no such operation: aws ${service} ${operation}`];
    const given = args.flatMap((word) => /^--([a-z][a-z0-9-]*)/.exec(word)?.[1] ?? []);
    return [
      ...given
        .filter((option) => !found.options.has(option))
        .map((option) => `aws ${service} ${operation} has no --${option}`),
      ...found.required
        .filter((option) => !given.includes(option))
        .map((option) => `aws ${service} ${operation} needs --${option}`),
    ];
  });
}
