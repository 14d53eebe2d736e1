import { expect, test } from '@jest/globals';
import type { CollectionRequest, EvidenceCollector } from '../../src/evidence/collector.js';
import { createEstateCollector } from '../../src/sandbox/estate-collector.js';
import { createExchangeLog } from '../../src/sandbox/exchanges.js';
import { createOwnCases } from '../../src/sandbox/own-cases.js';
import { createRealAudit } from '../../src/sandbox/real-audit.js';

const nothing = {
  resource: '',
  principal: '',
  snapshot: '',
  bucketPolicy: '',
  identityPolicy: '',
  keyPolicy: '',
};
const request = (bucket: string): CollectionRequest => ({
  investigationId: 'inv-1',
  accounts: [],
  bucket,
  signal: new AbortController().signal,
  onProgress: () => {},
});

test.each([
  [{ resource: 's3://amzn-s3-demo-bucket' }, { outcome: 'failed' }],
  [{ snapshot: '{' }, { outcome: 'errors', errors: { snapshot: expect.stringMatching(/it is not JSON/) } }],
  [
    { snapshot: '{"version":1,"buckett":{}}' },
    { outcome: 'errors', errors: { snapshot: expect.stringMatching(/did you mean `bucket`/) } },
  ],
  [
    { snapshot: '{"version":1}' },
    { outcome: 'errors', errors: { resource: expect.stringMatching(/names no bucket/) } },
  ],
  [
    { bucketPolicy: '{}' },
    { outcome: 'errors', errors: { resource: expect.stringMatching(/s3:\/\/bucket/) } },
  ],
  [
    { resource: 's3://amzn-s3-demo-bucket', keyPolicy: '[]' },
    { outcome: 'errors', errors: { keyPolicy: expect.stringMatching(/JSON object/) } },
  ],
])('%j is told where it is wrong', (given, outcome) => {
  const own = createOwnCases();
  expect(own.add({ ...nothing, ...given })).toMatchObject(outcome);
  expect(own.snapshots()).toEqual([]);
});

test('what is malformed is no case', () => {
  expect(createOwnCases().add({ snapshot: 1 })).toBeUndefined();
});

test('pasted policies are known, and nothing else is', () => {
  const own = createOwnCases();
  const policy = { Version: '2012-10-17', Statement: [] };
  own.add({
    ...nothing,
    resource: 's3://amzn-s3-demo-bucket/key',
    principal: 'arn:aws:iam::111122223333:role/app',
    bucketPolicy: JSON.stringify(policy),
    identityPolicy: JSON.stringify(policy),
  });
  expect(own.snapshots()).toEqual([
    {
      version: 1,
      bucket: { name: 'amzn-s3-demo-bucket', policy },
      caller: {
        arn: 'arn:aws:iam::111122223333:role/app',
        identityPolicies: [{ name: 'pasted', document: policy }],
      },
    },
  ]);
});

test('a case of one’s own goes before an estate, and the newest before the others', async () => {
  const own = createOwnCases();
  for (const region of ['eu-west-1', 'us-east-1'])
    own.add({
      ...nothing,
      snapshot: JSON.stringify({ version: 1, bucket: { name: 'amzn-s3-demo-bucket', region } }),
    });
  const { snapshot } = await createEstateCollector({ estates: [], own }, 0).collect(
    request('amzn-s3-demo-bucket'),
  );
  expect(snapshot.bucket?.region).toBe('us-east-1');
});

test('AWS is read only where it is configured, after a yes, and for what no sample knows', async () => {
  const asked: CollectionRequest[] = [];
  const account = {
    account: '111122223333',
    roleArn: 'arn:aws:iam::111122223333:role/Audit',
    externalId: 'x',
  };
  const collector: EvidenceCollector = {
    collect: async (given) => {
      asked.push(given);
      return { snapshot: { version: 1 }, calls: [] };
    },
  };
  expect(await createRealAudit(undefined).switchOn()).toMatchObject({ outcome: 'failed' });
  const real = createRealAudit(async () => ({ collector, accounts: [account] }));
  const sandbox = createEstateCollector({ estates: [], real }, 0);
  await sandbox.collect(request('amzn-s3-demo-real'));
  expect([real.state(), asked]).toEqual(['off', []]);
  expect(await real.switchOn()).toEqual({ outcome: 'done' });
  await sandbox.collect(request('amzn-s3-demo-real'));
  expect(real.state()).toBe('on');
  expect(asked.map(({ accounts }) => accounts)).toEqual([[account]]);
});

test('the inspector keeps the last exchanges, without what opens anything', () => {
  const log = createExchangeLog(
    () => 1,
    () => {},
  );
  const exchange = { way: 'to_slack', what: 'x', outcome: 'ok', ms: 1, response: undefined } as const;
  for (let count = 0; count < 200; count += 1) log.add({ ...exchange, request: { count } });
  expect(log.recent()).toHaveLength(150);
  log.add({
    ...exchange,
    request: {
      token: 'a',
      trigger_id: 'b',
      text: 'xoxb-1-2 http://h/response/abc123',
      url: 'http://h/upload/F1',
    },
  });
  expect(log.recent().at(-1)?.request).toEqual({
    token: 'masked',
    trigger_id: 'masked',
    text: 'xox•-masked http://h/response/masked',
    url: 'http://h/upload/masked',
  });
});
