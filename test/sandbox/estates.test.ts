import { describe, expect, test } from '@jest/globals';
import type { CollectionProgress, CollectionRequest } from '../../src/evidence/collector.js';
import { createEstateCollector } from '../../src/sandbox/estate-collector.js';
import { accountsOf, bucketOf, type Estate, loadEstates } from '../../src/sandbox/estates.js';

const estates = loadEstates();
const everyAccount = accountsOf(estates).map((account) => ({
  account,
  roleArn: `arn:aws:iam::${account}:role/Audit`,
  externalId: 'x',
}));

function named(id: string): Estate {
  const found = estates.find((estate) => estate.id === id);
  if (found === undefined) throw new Error(`no estate ${id}`);
  return found;
}

function request(more: Partial<CollectionRequest>): CollectionRequest {
  return {
    investigationId: 'inv-1',
    accounts: everyAccount,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...more,
  };
}

describe('the estates', () => {
  test('there are at least four, each with its own id and bucket', () => {
    expect(estates.length).toBeGreaterThanOrEqual(4);
    expect(new Set(estates.map((estate) => estate.id)).size).toBe(estates.length);
    expect(new Set(estates.map(bucketOf)).size).toBe(estates.length);
  });

  test.each(estates.map((estate) => [estate.id, estate] as const))(
    '%s: story and snapshot agree',
    (_id, estate) => {
      const { snapshot } = estate;
      expect(snapshot.bucket?.name).toBe(bucketOf(estate));
      expect(snapshot.caller?.arn).toBe(estate.principal);
      expect(estate.resource).toBe(`s3://${bucketOf(estate)}/${snapshot.object?.key}`);
      expect(bucketOf(estate)).toMatch(/^amzn-s3-demo-/);
      const accounts = JSON.stringify(estate).match(/\b\d{12}\b/g) ?? [];
      expect(
        accounts.filter((account) => !/^(111122223333|444455556666|777788889999)$/.test(account)),
      ).toEqual([]);
    },
  );
});

describe('the collector', () => {
  test("answers with the estate's snapshot, and shows its progress", async () => {
    const seen: CollectionProgress[] = [];
    const estate = named('missing-identity-allow');
    const collected = await createEstateCollector(estates, 0).collect(
      request({ bucket: bucketOf(estate), onProgress: (progress) => seen.push(progress) }),
    );
    expect(collected.snapshot).toMatchObject({
      bucket: estate.snapshot.bucket,
      caller: estate.snapshot.caller,
    });
    expect(seen.map((progress) => progress.done)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(collected.calls.every((call) => call.outcome === 'ok')).toBe(true);
  });

  test('knows nothing of another bucket, and says why', async () => {
    const { snapshot, calls } = await createEstateCollector(estates, 0).collect(
      request({ bucket: 'elsewhere' }),
    );
    expect(snapshot.bucket).toBeUndefined();
    expect(snapshot.unavailable).toContainEqual({
      field: 'bucket',
      reason: "not one of the sandbox's estates",
    });
    expect(calls).toEqual([]);
  });

  test('shows only the accounts that may be audited', async () => {
    const estate = named('kms-key-other-account');
    const own = everyAccount.filter((one) => one.account === '111122223333');
    const { snapshot, calls } = await createEstateCollector(estates, 0).collect(
      request({ bucket: bucketOf(estate), accounts: own }),
    );
    expect(snapshot.caller).toEqual(estate.snapshot.caller);
    expect(snapshot.bucket).toBeUndefined();
    expect(snapshot.object).toBeUndefined();
    expect(snapshot).not.toHaveProperty('kmsKey');
    expect(snapshot.unavailable?.map((one) => one.field)).toEqual(['bucket', 'kmsKey']);
    expect(new Set(calls.map((call) => call.outcome))).toEqual(new Set(['ok', 'denied']));
  });

  test('stops where the request is given up', async () => {
    const given = new AbortController();
    const estate = named('missing-identity-allow');
    const collecting = createEstateCollector(estates, 5_000).collect(
      request({ bucket: bucketOf(estate), signal: given.signal }),
    );
    given.abort();
    expect((await collecting).snapshot.bucket).toBeUndefined();
  });
});
