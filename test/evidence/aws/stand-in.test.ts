import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { CollectionRequest } from '../../../src/evidence/collector.js';
import { READS } from '../../../src/evidence/aws/reads/index.js';
import { snapshotSchema, type Snapshot } from '../../../src/evidence/snapshot.js';
import { ANSWERS, startStandIn, type StandIn } from '../../support/aws-stand-in/server.js';
import { standInFor } from '../../support/aws-stand-in/three-accounts.js';
import { collectOverWire } from '../../support/collect-over-wire.js';
import { startAws, type FakeAws } from '../../support/moto-aws.js';
import { describeWithPeer } from '../../support/peers.js';
import { buildThreeAccounts, type ThreeAccounts } from '../../support/three-accounts/estate.js';
import { BUCKET, KEY } from '../../support/three-accounts/policies.js';

jest.setTimeout(60_000);

it('the stand-in knows every call of the table, and no other', () => {
  expect(Object.keys(ANSWERS).toSorted()).toEqual([...new Set(READS.map(({ call }) => call))].toSorted());
});

describeWithPeer('moto_server', 'the stand-in for AWS', () => {
  let aws: FakeAws;
  let estate: ThreeAccounts;
  let standIn: StandIn;

  beforeAll(async () => {
    aws = await startAws();
    aws.useEnvironment();
    estate = await buildThreeAccounts(aws);
    standIn = await startStandIn(standInFor(estate));
  });
  afterAll(async () => {
    await standIn?.stop();
    await aws?.stop();
  });

  async function collectFrom(url: string, request: Partial<CollectionRequest>): Promise<Snapshot> {
    process.env['AWS_ENDPOINT_URL'] = url;
    const base = { accounts: estate.auditAccounts, bucket: BUCKET, key: KEY, operation: 'GetObject' };
    const { snapshot } = await collectOverWire({ ...base, ...request }, { now: () => new Date(0) });
    return snapshot;
  }

  it.each<{ what: string; ask: (estate: ThreeAccounts) => Partial<CollectionRequest> }>([
    { what: 'a user', ask: ({ userArn }) => ({ principal: userArn }) },
    {
      what: 'a role session through a VPC endpoint',
      ask: ({ roleSessionArn, vpcEndpointId }) => ({ principal: roleSessionArn, vpcEndpointId }),
    },
    {
      what: 'a version through an access point',
      ask: ({ versionId, accessPointArn }) => ({ versionId, accessPointArn }),
    },
    {
      what: 'an object that is not there, through the alias of an access point',
      ask: ({ accessPointAlias }) => ({ bucket: accessPointAlias, key: 'reports/q9.csv' }),
    },
  ])('says what moto says of $what', async ({ ask }) => {
    const ofMoto = await collectFrom(aws.url, ask(estate));
    const ofStandIn = await collectFrom(standIn.url, ask(estate));
    expect(comparable(ofStandIn)).toEqual(comparable(ofMoto));
    expect(ofStandIn.kmsKey?.policy).toBeDefined();
  });
});

/** Without what each makes up: ids, display names that AWS has given up, and moto's own idea of the ARN of AWS's policies. */
function comparable(snapshot: Snapshot): unknown {
  const { bucket, caller } = snapshot;
  const ids = [bucket?.ownerId, caller?.canonicalId, caller?.organizationId, bucket?.organizationId];
  const text = ids.reduce<string>(
    (json, id) => (id ? json.replaceAll(id, 'an id') : json),
    JSON.stringify(snapshot),
  );
  const same = snapshotSchema.parse(
    JSON.parse(
      text
        .replaceAll(/,"DisplayName":"[^"]*"/g, '')
        .replaceAll(/organizations::(aws:policy|\d+:policy\/an id)\//g, 'organizations::aws:policy/'),
    ),
  );
  return { ...same, unavailable: new Set(same.unavailable?.map((entry) => JSON.stringify(entry))) };
}
