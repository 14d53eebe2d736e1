import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { redact } from '../../src/evidence/redact/index.js';
import { type Snapshot, snapshotSchema } from '../../src/evidence/snapshot.js';
import { parseErrorText } from '../../src/s3/index.js';
import { seeded, verdicts } from '../support/redaction.js';
import { BASES, withFields } from '../support/snapshots.js';

interface Sample {
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly operation: string;
  readonly errorText?: string;
}

const estates: readonly Sample[] = readdirSync('src/sandbox/estates').map((file) => {
  const estate = JSON.parse(readFileSync(`src/sandbox/estates/${file}`, 'utf8'));
  const { operation, errorText } = estate;
  return { name: file, snapshot: snapshotSchema.parse(estate.snapshot), operation, errorText };
});

interface Row {
  readonly name?: string;
  readonly because?: string;
  readonly base?: keyof typeof BASES;
  readonly set?: object;
  readonly event?: object;
  readonly operation?: string;
  readonly error?: string;
}

function sampleOf(name: string, { base, set, event, operation = 'GetObject', error }: Row): Sample {
  const fields = { ...set, ...(event === undefined ? {} : { deniedEvent: event }) };
  const snapshot = withFields(base === undefined ? { version: 1 } : BASES[base](), fields);
  return { name, snapshot, operation, ...(error === undefined ? {} : { errorText: error }) };
}

interface CauseCases {
  readonly cause: string;
  readonly confirms?: readonly Row[];
  readonly rulesOut?: readonly Row[];
  readonly missing?: readonly Row[];
}

function readCases(file: string): unknown {
  return JSON.parse(readFileSync(`test/cases/diagnosis/${file}`, 'utf8'));
}

const cases: readonly Sample[] = [
  ...(readCases('causes.json') as readonly Row[]).map((row) => sampleOf(row.name ?? '', row)),
  ...readdirSync('test/cases/diagnosis/by-cause')
    .flatMap((file) => readCases(`by-cause/${file}`) as readonly CauseCases[])
    .flatMap(({ cause, confirms = [], rulesOut = [], missing = [] }) =>
      [...confirms, ...rulesOut, ...missing].map((row) => sampleOf(`${cause}: ${row.because}`, row)),
    ),
];

describe('a redacted snapshot diagnoses to the same causes', () => {
  test.each([...estates, ...cases])('$name', ({ snapshot, operation, errorText }) => {
    const redacted = redact(snapshot, errorText === undefined ? [] : [errorText], seeded(7));
    expect(verdicts(redacted.snapshot, operation, redacted.texts[0])).toEqual(
      verdicts(snapshot, operation, errorText),
    );
  });
});

/** Words that stay where AWS means them. */
const AWS_WORDS =
  /^(?:arn|aws|role|user|root|null|group|policy|object|alias|assumed|anonymous|accesspoint|logs|federated|vpce|east|west|north|south|central|northeast|southeast|http|https|amazonaws|aroa|aida)$/i;

/** Everything between quotes that is somebody's: tokens of at least four characters, at the places that hold names. */
function namesIn(snapshot: Snapshot): readonly string[] {
  const { caller, bucket, object, accessPoint, kmsKey, vpcEndpoint, deniedEvent } = snapshot;
  const tags = [caller?.tags, bucket?.tags, object?.tags].flatMap((each) =>
    Object.entries(each ?? {}).flat(),
  );
  const policies = [...(caller?.identityPolicies ?? []), ...(caller?.sessionPolicies ?? [])];
  const documents = [
    bucket?.policy,
    kmsKey?.policy,
    vpcEndpoint?.policy,
    ...policies.map(({ document }) => document),
  ];
  const inDocuments = [
    ...JSON.stringify(documents).matchAll(/"(?:Sid|Id|AWS|Resource)":(\[[^\]]*\]|"[^"]*")/g),
  ];
  const texts = [
    caller?.arn,
    caller?.account,
    caller?.canonicalId,
    caller?.organizationId,
    bucket?.name,
    bucket?.account,
    bucket?.ownerId,
    object?.key,
    object?.ownerId,
    accessPoint?.arn,
    kmsKey?.arn,
    vpcEndpoint?.id,
    deniedEvent?.requestId,
    deniedEvent?.principalArn,
    ...tags,
    ...policies.map(({ name }) => name),
    ...inDocuments.map(([, values]) => values),
  ];
  const tokens = texts.flatMap((text) => text?.match(/[A-Za-z0-9]{4,}|[^\p{ASCII}]+/gu) ?? []);
  return tokens.filter((token) => !AWS_WORDS.test(token));
}

/** All texts, and the names of tags; the names of the snapshot's own fields are no secret. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'tags' ? [JSON.stringify(inner)] : name === 'field' ? [] : textsIn(inner),
  );
}

function leaks(before: Snapshot, after: Snapshot): readonly string[] {
  const isAwsOwn = (text: string) =>
    /^[a-z0-9-]+:[A-Za-z*]+$|^BucketOwner|^bucket-owner-full-control$|^2026-\d\d-\d\dT|^(?:Allow|Deny)$|FullAWSAccess$|^FULL_CONTROL$/.test(
      text,
    );
  const text = textsIn(after)
    .filter((each) => !isAwsOwn(each))
    .join('\n')
    .toLowerCase();
  return namesIn(before).filter((name) => text.includes(name.toLowerCase()));
}

describe('a redacted snapshot shows no name', () => {
  test.each([...estates, ...cases])('$name', ({ snapshot }) => {
    expect(leaks(snapshot, redact(snapshot, [], seeded(3)).snapshot)).toEqual([]);
  });
});

test('everything else that names somebody is replaced, and AWS’s own words stay', () => {
  const snapshot = snapshotSchema.parse({
    version: 1,
    caller: {
      arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jane@example.com',
      identityPolicies: [
        { name: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess', document: {} },
        {
          name: 'group/readers/shared',
          document: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'Readers',
                Effect: 'Allow',
                Action: 's3:GetObject',
                Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*',
              },
            ],
          }),
        },
      ],
    },
    bucket: {
      policy: {
        Statement: [
          {
            Principal: { Service: 'logging.s3.amazonaws.com', AWS: 'AROAEXAMPLEROLEIDXYZ' },
            Effect: 'Allow',
            Action: 's3:PutObject',
            Resource: '*',
          },
          {
            Condition: {
              StringEquals: {
                'kms:ViaService': 's3.eu-west-1.amazonaws.com',
                'aws:PrincipalTag/Department': 'payroll',
                'kms:EncryptionContext:Department': 'payroll',
              },
            },
          },
        ],
      },
      encryption: { algorithm: 'aws:kms', kmsKeyId: 'alias/payroll' },
      acl: {
        Grants: [
          {
            Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
            Permission: 'READ',
          },
        ],
      },
    },
    deniedEvent: {
      requestId: 'TX234S0F24A06C7D',
      errorMessage:
        'User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/payroll.csv" because no identity-based policy allows the s3:GetObject action',
      userAgent: '[aws-cli/2.0 jane-laptop]',
      requestParameters: {
        bucketName: 'amzn-s3-demo-bucket',
        'x-amz-acl': 'private',
        Host: 'amzn-s3-demo-bucket.s3.eu-west-1.amazonaws.com',
      },
    },
    unavailable: [
      { field: 'caller.tags', reason: 'account 111122223333 is not among those that may be audited' },
    ],
  });
  const { snapshot: after, texts } = redact(
    snapshot,
    ['denied to Jane, key payroll.csv (request TX234S0F24A06C7D)'],
    seeded(11),
  );
  const shown = JSON.stringify([after, texts]);
  for (const name of [
    '111122223333',
    'Admin',
    '0123456789abcdef',
    'jane',
    'Jane',
    'readers',
    'shared',
    'Readers',
    'demo',
    'EXAMPLEROLE',
    'Department',
    'payroll',
    'TX234',
    'laptop',
  ])
    expect(shown).not.toContain(name);
  for (const word of [
    'arn:aws:sts::',
    ':assumed-role/AWSReservedSSO_',
    'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
    'group/',
    'logging.s3.amazonaws.com',
    'AROA',
    's3.eu-west-1.amazonaws.com',
    'aws:PrincipalTag/',
    'alias/',
    'http://acs.amazonaws.com/groups/global/AllUsers',
    'is not authorized to perform: s3:GetObject on resource: ',
    'because no identity-based policy allows the s3:GetObject action',
    '"x-amz-acl":"private"',
    'is not among those that may be audited',
  ])
    expect(shown).toContain(word);
  expect(parseErrorText(after.deniedEvent?.errorMessage ?? '')).toMatchObject({
    action: 's3:GetObject',
    denyType: 'implicit',
    policyType: 'identity',
  });
});

test('two runs give different stand-ins, and the same seed the same', () => {
  const redacted = (seed: number) => redact(BASES.crossAccount(), [], seeded(seed)).snapshot;
  expect(redacted(1)).toEqual(redacted(1));
  expect(redacted(1)).not.toEqual(redacted(2));
});
