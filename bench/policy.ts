import { Readable, Writable } from 'node:stream';
import { runSimulate } from '../src/cli/simulate.js';
import {
  compilePolicies,
  evaluateRequest,
  matchesWildcard,
  type NamedPolicy,
  type PolicyRequest,
  type PolicySet,
  simulateCase,
} from '../src/policy/index.js';
import { measure, type Measurement, measured } from './measure.js';

const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';

const request: PolicyRequest = {
  principal: 'arn:aws:sts::111122223333:assumed-role/Reader/session-1',
  action: 's3:GetObject',
  resource: `${BUCKET}/reports/2026/november.csv`,
  resourceAccount: '444455556666',
  context: {
    'aws:SourceIp': '203.0.113.7',
    'aws:SecureTransport': true,
    'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
  },
  contextComplete: true,
};

function policy(name: string, ...Statement: readonly object[]): NamedPolicy {
  return { name, document: { Version: '2012-10-17', Statement } };
}

/** A GetObject with 5 identity statements, 3 bucket statements and 2 SCP levels. */
const policies: PolicySet = {
  identity: [
    policy(
      'reader',
      { Sid: 'List', Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketLocation'], Resource: BUCKET },
      {
        Sid: 'Read',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: `${BUCKET}/*`,
      },
      { Sid: 'Logs', Effect: 'Allow', Action: 'logs:*', Resource: 'arn:aws:logs:*:111122223333:*' },
    ),
    policy(
      'guard',
      { Sid: 'Keys', Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' },
      {
        Sid: 'Region',
        Effect: 'Deny',
        NotAction: ['s3:*', 'iam:*'],
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
      },
    ),
  ],
  permissionsBoundary: null,
  session: [],
  resource: policy(
    'bucket',
    {
      Sid: 'Org',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `${BUCKET}/*`,
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    },
    {
      Sid: 'Tls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [BUCKET, `${BUCKET}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'Network',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: `${BUCKET}/*`,
      Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] } },
    },
  ),
  vpcEndpoint: null,
  serviceControl: [
    [policy('FullAWSAccess', { Effect: 'Allow', Action: '*', Resource: '*' })],
    [policy('FullAWSAccess', { Effect: 'Allow', Action: '*', Resource: '*' })],
  ],
  resourceControl: [],
};

function manyStatements(count: number): PolicySet {
  const statements = Array.from({ length: count }, (_, index) => ({
    Effect: index % 3 === 0 ? 'Deny' : 'Allow',
    Action: ['s3:*Object*Tag*ing', `s3:Put*${index}*`, 's3:*Get*Acl*'],
    Resource: `arn:aws:s3:::*bucket*${index}*/reports/*/${index}/*.csv`,
  }));
  return { ...policies, identity: [policy('many', ...statements)] };
}

/** One line of `simulate`'s input. */
export const CASE_TEXT = JSON.stringify({ request, policies });

async function measureStream(lines: number): Promise<Measurement> {
  const line = `${CASE_TEXT}\n`;
  const chunk = line.repeat(50);
  const input = Readable.from(
    (function* chunks() {
      for (let i = 0; i < lines; i += 50) yield chunk;
    })(),
  );
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const start = performance.now();
  await runSimulate(['-'], { stdin: input, stdout: output, stderr: output });
  return measured('JSONL stream, lines', lines, performance.now() - start);
}

/** Measures the policy engine: warm (compiled), cold (parse, compile, evaluate), streamed, large, hostile. */
export async function benchPolicy(): Promise<Measurement[]> {
  const compiled = compilePolicies(policies);
  const open: PolicyRequest = { ...request, context: {}, contextComplete: false };
  const large = [50, 100, 200, 400].map((count) => ({
    count,
    compiled: compilePolicies(manyStatements(count)),
  }));
  const hostileKey = 'a'.repeat(1000);
  await measureStream(2000);
  return [
    measure('warm: evaluate compiled policies', () => evaluateRequest(request, compiled)),
    measure('warm, three-valued: nothing of the context known', () => evaluateRequest(open, compiled)),
    measure('cold: parse JSON, compile, evaluate', () => simulateCase(JSON.parse(CASE_TEXT))),
    await measureStream(30_000),
    ...large.map(({ count, compiled: set }) =>
      measure(`warm: ${count} wildcard-heavy statements`, () => evaluateRequest(request, set)),
    ),
    measure('hostile: a*a*a*a*b against 1,000 characters', () => matchesWildcard('a*a*a*a*b', hostileKey)),
    measure('hostile: *a?a?a?a?b* against 1,000 characters', () =>
      matchesWildcard('*a?a?a?a?b*', hostileKey),
    ),
  ];
}
